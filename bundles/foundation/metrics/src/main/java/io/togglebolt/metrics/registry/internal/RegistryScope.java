package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.Metrics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one owner has registered. All of it is guarded by the table's monitor. A registration that
 * comes when the scope is closed, or when the registry is full, records nothing.
 */
final class RegistryScope implements Metrics.Scope {
  private static final Metrics NONE = Metrics.none();

  private final SeriesTable table;
  private final Mishaps mishaps;
  private final List<Label> labels;
  private final @Nullable RegistryScope parent;

  /** Series that are recorded into, with their names, in the order of their first use. */
  private final Map<Series, String> held = new LinkedHashMap<>();

  private final Set<Source> sources = new LinkedHashSet<>();
  private final Set<Group<?>> groups = new LinkedHashSet<>();
  private final Set<RegistryScope> scopes = new LinkedHashSet<>();
  private boolean closed;

  RegistryScope(
      SeriesTable table, Mishaps mishaps, List<Label> labels, @Nullable RegistryScope parent) {
    this.table = table;
    this.mishaps = mishaps;
    this.labels = labels;
    this.parent = parent;
  }

  @Override
  public Counter counter(String name, String help, String... own) {
    List<Label> all = labels(name, own);
    Definition wanted = Definition.of(name, help, Type.COUNTER, all);
    CounterSeries series =
        recorded(wanted, all, CounterSeries.class, () -> new CounterSeries(all, mishaps));
    return series == null ? NONE.counter(name, help) : series;
  }

  @Override
  public Histogram histogram(String name, String help, double[] bounds, String... own) {
    List<Label> all = labels(name, own);
    Definition wanted = Definition.ofHistogram(name, help, bounds, all);
    HistogramSeries series =
        recorded(
            wanted,
            all,
            HistogramSeries.class,
            () -> new HistogramSeries(all, wanted.bounds(), mishaps));
    return series == null ? NONE.histogram(name, help, bounds) : series;
  }

  private <S extends Series> @Nullable S recorded(
      Definition wanted, List<Label> all, Class<S> kind, Supplier<S> make) {
    int limit;
    synchronized (table) {
      if (closed) {
        return null;
      }
      S series = table.obtain(wanted, all, kind, make);
      if (series != null) {
        if (held.putIfAbsent(series, wanted.name()) == null) {
          table.hold(series);
        }
        return series;
      }
      limit = table.limit();
    }
    mishaps.refused(wanted, limit);
    return null;
  }

  @Override
  public Registration counter(String name, String help, DoubleSupplier value, String... own) {
    return registered(name, help, Type.COUNTER, value, own);
  }

  @Override
  public Registration gauge(String name, String help, DoubleSupplier value, String... own) {
    return registered(name, help, Type.GAUGE, value, own);
  }

  private Registration registered(
      String name, String help, Type type, DoubleSupplier value, String[] own) {
    List<Label> all = labels(name, own);
    Definition wanted = Definition.of(name, help, type, all);
    Source source = add(null, wanted, all, look -> value.getAsDouble());
    return source == null ? () -> {} : source;
  }

  @Override
  public <T> Readings<T> readings(Supplier<? extends @Nullable T> look) {
    synchronized (table) {
      Group<T> group = new Group<>(this, look);
      if (closed) {
        group.end();
      } else {
        groups.add(group);
      }
      return group;
    }
  }

  /** The scope's labels and then a metric's own. */
  List<Label> labels(String name, String[] own) {
    return Definition.labels(name, labels, own);
  }

  /**
   * Adds a source, to a group where there is one.
   *
   * @return the source; null where the registry is full or this or the group is closed
   */
  @Nullable Source add(
      @Nullable Group<?> group, Definition wanted, List<Label> all, ToDoubleFunction<Look> value) {
    int limit;
    synchronized (table) {
      if (closed || group != null && !group.isOpen()) {
        return null;
      }
      LookedUpSeries series =
          table.obtain(wanted, all, LookedUpSeries.class, () -> new LookedUpSeries(all, wanted));
      if (series != null) {
        Source source = new Source(series, this, group, value);
        series.add(source);
        if (group == null) {
          sources.add(source);
        } else {
          group.add(source);
        }
        return source;
      }
      limit = table.limit();
    }
    mishaps.refused(wanted, limit);
    return null;
  }

  @Override
  public Scope scope(String... own) {
    List<Label> all = Definition.labels("a scope with " + labels, labels, own);
    synchronized (table) {
      RegistryScope made = new RegistryScope(table, mishaps, all, this);
      if (closed) {
        made.closed = true;
      } else {
        scopes.add(made);
      }
      return made;
    }
  }

  void close(Source source) {
    synchronized (table) {
      if (sources.remove(source)) {
        table.closed(source);
      }
    }
  }

  void close(Group<?> group) {
    synchronized (table) {
      groups.remove(group);
      group.end().forEach(table::closed);
    }
  }

  @Override
  public void close() {
    synchronized (table) {
      if (closed) {
        return;
      }
      closed = true;
      if (parent != null) {
        parent.scopes.remove(this);
      }
      List.copyOf(scopes).forEach(RegistryScope::close);
      List.copyOf(groups).forEach(this::close);
      List.copyOf(sources).forEach(this::close);
      held.forEach(table::letGo);
      held.clear();
    }
  }
}
