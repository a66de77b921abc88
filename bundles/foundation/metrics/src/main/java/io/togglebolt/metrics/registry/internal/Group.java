package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Values that are taken from one look at something. */
final class Group<T> extends Asked implements Metrics.Readings<T> {
  private final RegistryScope scope;

  /** Replaced under the table's monitor. */
  private volatile List<Source> sources = List.of();

  /** Null when closed, so that what it looks at is let go of whoever still keeps this. */
  private volatile @Nullable Supplier<? extends @Nullable T> look;

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

  /** Stays as it is as long as the table's monitor is held. */
  @Override
  boolean isOpen() {
    return look != null;
  }

  /** Under the table's monitor. */
  void add(Source source) {
    List<Source> more = new ArrayList<>(sources);
    more.add(source);
    sources = List.copyOf(more);
  }

  @Override
  String named() {
    return sources.stream().map(source -> source.series().definition().name()).toList().toString();
  }

  /** Gives the sources that are to be closed; from then on nobody can look. */
  List<Source> end() {
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
