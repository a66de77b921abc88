package io.togglebolt.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A scope whose registry may come and go. Counters and histograms are kept by name and labels, so
 * that asking for one again makes nothing. Guarded by the relay's monitor.
 */
final class RelayedScope implements Metrics.Scope, Relayed {

  /** What makes a counter or a histogram the same one. */
  private record Key(String name, List<String> labels) {}

  private final Object monitor;
  private final Map<Key, RelayedCounter> counters = new HashMap<>();
  private final Map<Key, RelayedHistogram> histograms = new HashMap<>();
  private final Set<Relayed> others = new LinkedHashSet<>();
  private final Function<Metrics, Metrics.Scope> begin;
  private final Runnable forget;
  private Metrics.Scope target;
  private boolean closed;

  /** The outermost one. */
  RelayedScope(Object monitor, Metrics.Scope target) {
    this(monitor, target, metrics -> metrics.scope(), () -> {});
  }

  private RelayedScope(
      Object monitor,
      Metrics.Scope target,
      Function<Metrics, Metrics.Scope> begin,
      Runnable forget) {
    this.monitor = monitor;
    this.target = target;
    this.begin = begin;
    this.forget = forget;
  }

  @Override
  public void attach(Metrics to) {
    Metrics.Scope left = target;
    target = Relayed.orNone(() -> begin.apply(to), Metrics.none().scope());
    counters.values().forEach(counter -> counter.attach(target));
    histograms.values().forEach(histogram -> histogram.attach(target));
    others.forEach(each -> each.attach(target));
    left.close();
  }

  @Override
  public Metrics.Counter counter(String name, String help, String... labels) {
    synchronized (monitor) {
      Key key = new Key(name, List.of(labels));
      RelayedCounter known = counters.get(key);
      if (known == null) {
        known = new RelayedCounter(metrics -> metrics.counter(name, help, labels), target);
        counters.put(key, known);
      }
      return known;
    }
  }

  @Override
  public Metrics.Histogram histogram(String name, String help, double[] bounds, String... labels) {
    synchronized (monitor) {
      Key key = new Key(name, List.of(labels));
      RelayedHistogram known = histograms.get(key);
      if (known == null) {
        double[] kept = bounds.clone();
        known =
            new RelayedHistogram(metrics -> metrics.histogram(name, help, kept, labels), target);
        histograms.put(key, known);
      }
      return known;
    }
  }

  @Override
  public Metrics.Registration counter(
      String name, String help, DoubleSupplier value, String... labels) {
    return registered(metrics -> metrics.counter(name, help, value, labels));
  }

  @Override
  public Metrics.Registration gauge(
      String name, String help, DoubleSupplier value, String... labels) {
    return registered(metrics -> metrics.gauge(name, help, value, labels));
  }

  private Metrics.Registration registered(Function<Metrics, Metrics.Registration> register) {
    synchronized (monitor) {
      RelayedRegistration made = new RelayedRegistration(monitor, register, target, this::forget);
      keep(made);
      return made;
    }
  }

  @Override
  public <T> Metrics.Readings<T> readings(Supplier<? extends @Nullable T> look) {
    synchronized (monitor) {
      RelayedReadings<T> made = new RelayedReadings<>(monitor, look, target, this::forget);
      keep(made);
      return made;
    }
  }

  @Override
  public Metrics.Scope scope(String... labels) {
    synchronized (monitor) {
      String[] kept = Arrays.copyOf(labels, labels.length);
      RelayedScope[] made = new RelayedScope[1];
      made[0] =
          new RelayedScope(
              monitor, target.scope(kept), metrics -> metrics.scope(kept), () -> forget(made[0]));
      keep(made[0]);
      return made[0];
    }
  }

  private void keep(Relayed made) {
    if (!closed) {
      others.add(made);
    }
  }

  private void forget(Relayed left) {
    others.remove(left);
  }

  @Override
  public void close() {
    synchronized (monitor) {
      closed = true;
      forget.run();
      target.close();
      counters.clear();
      histograms.clear();
      others.clear();
    }
  }
}
