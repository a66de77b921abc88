package io.togglebolt.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Values read together, which move from registry to registry. */
final class RelayedReadings<T> implements Metrics.Readings<T>, Relayed {
  private final Object monitor;
  private final Supplier<? extends @Nullable T> look;
  private final Consumer<Relayed> forget;
  private final List<MetricsRelay.Reading<T>> values = new ArrayList<>();
  private Metrics.Readings<T> target;

  RelayedReadings(
      Object monitor,
      Supplier<? extends @Nullable T> look,
      Metrics first,
      Consumer<Relayed> forget) {
    this.monitor = monitor;
    this.look = look;
    this.forget = forget;
    target = first.readings(look);
  }

  @Override
  public void attach(Metrics to) {
    target.close();
    Metrics.Readings<T> next = to.readings(look);
    for (MetricsRelay.Reading<T> value : values) {
      Relayed.orNone(() -> value.addedTo(next), next);
    }
    target = next;
  }

  @Override
  public Metrics.Readings<T> gauge(
      String name, String help, ToDoubleFunction<? super T> value, String... labels) {
    return add(new MetricsRelay.Reading<>(false, name, help, value, labels));
  }

  @Override
  public Metrics.Readings<T> counter(
      String name, String help, ToDoubleFunction<? super T> value, String... labels) {
    return add(new MetricsRelay.Reading<>(true, name, help, value, labels));
  }

  private Metrics.Readings<T> add(MetricsRelay.Reading<T> value) {
    synchronized (monitor) {
      value.addedTo(target);
      values.add(value);
      return this;
    }
  }

  @Override
  public void close() {
    synchronized (monitor) {
      forget.accept(this);
      target.close();
    }
  }
}
