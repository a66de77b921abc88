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
  private final Consumer<Relayed> forget;
  private final List<Reading<T>> values = new ArrayList<>();
  private Supplier<? extends @Nullable T> look;
  private Metrics.Readings<T> target;
  private boolean closed;

  /** One of the values, kept to be added again elsewhere. */
  private record Reading<T>(
      boolean counter,
      String name,
      String help,
      ToDoubleFunction<? super T> value,
      String[] labels) {

    Metrics.Readings<T> addedTo(Metrics.Readings<T> readings) {
      return counter
          ? readings.counter(name, help, value, labels)
          : readings.gauge(name, help, value, labels);
    }
  }

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
    Relayed.leave(target::close);
    Metrics.Readings<T> next =
        Relayed.orNone(() -> to.readings(look), Metrics.none().readings(look));
    for (Reading<T> value : values) {
      Relayed.orNone(() -> value.addedTo(next), next);
    }
    target = next;
  }

  @Override
  public Metrics.Readings<T> gauge(
      String name, String help, ToDoubleFunction<? super T> value, String... labels) {
    return add(new Reading<>(false, name, help, value, labels.clone()));
  }

  @Override
  public Metrics.Readings<T> counter(
      String name, String help, ToDoubleFunction<? super T> value, String... labels) {
    return add(new Reading<>(true, name, help, value, labels.clone()));
  }

  private Metrics.Readings<T> add(Reading<T> value) {
    synchronized (monitor) {
      if (!closed) {
        value.addedTo(target);
        values.add(value);
      }
      return this;
    }
  }

  @Override
  public void end() {
    closed = true;
    Relayed.leave(target::close);
    look = () -> null;
    target = Metrics.none().readings(look);
    values.clear();
  }

  @Override
  public void close() {
    synchronized (monitor) {
      forget.accept(this);
      end();
    }
  }
}
