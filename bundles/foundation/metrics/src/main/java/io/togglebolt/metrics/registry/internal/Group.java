package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Values that are taken from one look at something. */
final class Group<T> implements Metrics.Readings<T> {
  private final RegistryScope scope;
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Replaced under the table's monitor. */
  private volatile List<Source> sources = List.of();

  /** Null when closed, so that what it looks at is let go of whoever still keeps this. */
  private volatile @Nullable Supplier<? extends @Nullable T> look;

  /** Guarded by the table's monitor. */
  private boolean closed;

  Group(RegistryScope scope, Supplier<? extends @Nullable T> look) {
    this.scope = scope;
    this.look = look;
  }

  @Override
  public Metrics.Readings<T> gauge(
      String name, String help, ToDoubleFunction<? super T> value, String... labels) {
    return add(name, help, Type.GAUGE, value, labels);
  }

  @Override
  public Metrics.Readings<T> counter(
      String name, String help, ToDoubleFunction<? super T> value, String... labels) {
    return add(name, help, Type.COUNTER, value, labels);
  }

  private Metrics.Readings<T> add(
      String name, String help, Type type, ToDoubleFunction<? super T> value, String[] labels) {
    ToDoubleFunction<Look> seen =
        current -> {
          T found = current.at(this);
          return found == null ? Double.NaN : value.applyAsDouble(found);
        };
    List<Label> all = scope.labels(name, labels);
    scope.add(this, Definition.of(name, help, type, all), all, seen);
    return this;
  }

  /** Looks; throws what the owner's code throws. Null where it was closed meanwhile. */
  @Nullable T look() {
    Supplier<? extends @Nullable T> open = look;
    return open == null ? null : open.get();
  }

  /** Under the table's monitor. */
  boolean isOpen() {
    return !closed;
  }

  /** Whether this is its first failure. */
  boolean failsFirst() {
    return warned.compareAndSet(false, true);
  }

  /** Under the table's monitor. */
  void add(Source source) {
    List<Source> more = new ArrayList<>(sources);
    more.add(source);
    sources = List.copyOf(more);
  }

  /** The names of its metrics. */
  String names() {
    return sources.stream().map(source -> source.series().definition().name()).toList().toString();
  }

  /** Gives the sources that are to be closed; from then on nobody can look. */
  List<Source> end() {
    closed = true;
    look = null;
    List<Source> left = sources;
    sources = List.of();
    return left;
  }

  @Override
  public void close() {
    scope.close(this);
  }
}
