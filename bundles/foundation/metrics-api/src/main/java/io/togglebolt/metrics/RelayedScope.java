package io.togglebolt.metrics;

import java.util.ArrayList;
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

  /** One that is known, and what it must be asked for with. */
  private record Known<R extends Relayed>(String help, List<Double> bounds, R made) {}

  private final Object monitor;
  private final Map<Key, Known<RelayedCounter>> counters = new HashMap<>();
  private final Map<Key, Known<RelayedHistogram>> histograms = new HashMap<>();
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
    counters.values().forEach(counter -> counter.made().attach(target));
    histograms.values().forEach(histogram -> histogram.made().attach(target));
    others.forEach(each -> each.attach(target));
    Relayed.leave(left::close);
  }

  @Override
  public Metrics.Counter counter(String name, String help, String... labels) {
    String[] kept = labels.clone();
    return known(
        counters,
        name,
        help,
        List.of(),
        kept,
        () -> new RelayedCounter(metrics -> metrics.counter(name, help, kept), target));
  }

  @Override
  public Metrics.Histogram histogram(String name, String help, double[] bounds, String... labels) {
    String[] kept = labels.clone();
    double[] copied = bounds.clone();
    return known(
        histograms,
        name,
        help,
        Arrays.stream(copied).boxed().toList(),
        kept,
        () -> new RelayedHistogram(metrics -> metrics.histogram(name, help, copied, kept), target));
  }

  private <R extends Relayed> R known(
      Map<Key, Known<R>> all,
      String name,
      String help,
      List<Double> bounds,
      String[] labels,
      Supplier<R> make) {
    synchronized (monitor) {
      Key key = new Key(name, Arrays.asList(labels));
      Known<R> known = all.get(key);
      if (known == null) {
        R made = make.get();
        if (!closed) {
          all.put(key, new Known<>(help, bounds, made));
        }
        return made;
      }
      if (!known.help().equals(help) || !known.bounds().equals(bounds)) {
        throw new InvalidMetricException(
            "metric "
                + name
                + " is registered with help \""
                + known.help()
                + "\" and bounds "
                + known.bounds()
                + "; expected the same, found help \""
                + help
                + "\" and bounds "
                + bounds);
      }
      return known.made();
    }
  }

  @Override
  public Metrics.Registration counter(
      String name, String help, DoubleSupplier value, String... labels) {
    String[] kept = labels.clone();
    return registered(metrics -> metrics.counter(name, help, value, kept));
  }

  @Override
  public Metrics.Registration gauge(
      String name, String help, DoubleSupplier value, String... labels) {
    String[] kept = labels.clone();
    return registered(metrics -> metrics.gauge(name, help, value, kept));
  }

  private Metrics.Registration registered(Function<Metrics, Metrics.Registration> register) {
    synchronized (monitor) {
      return kept(new RelayedRegistration(monitor, register, target, others::remove));
    }
  }

  @Override
  public <T> Metrics.Readings<T> readings(Supplier<? extends @Nullable T> look) {
    synchronized (monitor) {
      return kept(new RelayedReadings<>(monitor, look, target, others::remove));
    }
  }

  @Override
  public Metrics.Scope scope(String... labels) {
    synchronized (monitor) {
      String[] kept = labels.clone();
      RelayedScope[] made = new RelayedScope[1];
      made[0] =
          new RelayedScope(
              monitor,
              target.scope(kept),
              metrics -> metrics.scope(kept),
              () -> others.remove(made[0]));
      return kept(made[0]);
    }
  }

  /** What is made in a closed scope is closed already. */
  private <R extends Relayed> R kept(R made) {
    if (closed) {
      made.end();
    } else {
      others.add(made);
    }
    return made;
  }

  @Override
  public void end() {
    closed = true;
    counters.values().forEach(counter -> counter.made().end());
    histograms.values().forEach(histogram -> histogram.made().end());
    List<Relayed> ending = new ArrayList<>(others);
    counters.clear();
    histograms.clear();
    others.clear();
    ending.forEach(Relayed::end);
    Relayed.leave(target::close);
    target = Metrics.none().scope();
  }

  @Override
  public void close() {
    synchronized (monitor) {
      forget.run();
      end();
    }
  }
}
