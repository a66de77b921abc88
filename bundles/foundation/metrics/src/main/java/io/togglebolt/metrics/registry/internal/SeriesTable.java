package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.InvalidMetricException;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All series, bounded by weight: see {@link Definition#weight}.
 *
 * <p><b>Threads.</b> The monitor of this object guards the families, the counts of holders, the
 * sources of every series and the order of the idle ones, in short everything that registering and
 * closing changes. Under it only this package's code runs, so it is a leaf: no gauge, no predicate
 * and no log is called under it. Whoever reads takes a view, which is made under the monitor once
 * after each change and then shared, and asks the series in it without any lock; a series that was
 * removed meanwhile has no source and gives nothing. Whoever records touches only the series.
 *
 * <p>A series that recorded is <em>idle</em> when no open scope holds it. Idle series keep their
 * counts until room is needed, the longest idle going first, or until their name is registered with
 * another definition, as the next version of a bundle may do.
 */
final class SeriesTable {
  private final Mishaps mishaps;
  private final Map<String, Family> families = new TreeMap<>();

  /** In the order in which they became idle, with the families they are in. */
  private final Map<Series, Family> idle = new LinkedHashMap<>();

  /** By weight, as all sizes and the limit are. */
  private int size;

  private int idleSize;
  private int limit;
  private volatile long shape;
  private volatile @Nullable List<Family.View> view;

  SeriesTable(int limit, Mishaps mishaps) {
    this.limit = limit;
    this.mishaps = mishaps;
  }

  /** Changes with each series that is added or removed. */
  long shape() {
    return shape;
  }

  /** What there is now. */
  List<Family.View> view() {
    List<Family.View> current = view;
    if (current == null) {
      synchronized (this) {
        current = families.values().stream().map(Family::view).toList();
        view = current;
      }
    }
    return current;
  }

  synchronized int size() {
    return size;
  }

  /** From now on. What is idle makes room; what is in use stays. */
  synchronized void limit(int series) {
    limit = series;
    while (size > limit && evictLongestIdle()) {
      mishaps.evicted();
    }
  }

  synchronized int limit() {
    return limit;
  }

  /**
   * The series of that definition and those labels, made where it is missing; null where there is
   * no room. Whoever gets it holds it or adds a source, under the same monitor.
   *
   * @throws InvalidMetricException when the name is in use and differs
   */
  <S extends Series> @Nullable S obtain(
      Definition wanted, List<Label> labels, Class<S> kind, Supplier<S> make) {
    Family family = families.get(wanted.name());
    if (family != null && !family.definition().equals(wanted)) {
      giveWay(family, "metric " + wanted + " is registered as " + family.definition());
      family = null;
    }
    Series known = family == null ? null : family.series().get(labels);
    if (kind.isInstance(known)) {
      return kind.cast(known);
    }
    if (family == null) {
      refuseOverlap(wanted);
    } else if (known != null) {
      if (known.isHeld() || known instanceof LookedUpSeries) {
        throw new InvalidMetricException(
            "metric "
                + wanted.name()
                + labels
                + (known instanceof LookedUpSeries
                    ? " is registered as kept elsewhere; expected no recording"
                    : " is recorded here; expected no other place where it is kept"));
      }
      remove(family, known);
    }
    int weight = wanted.weight();
    if (size - idleSize + weight > limit) {
      return null;
    }
    while (size + weight > limit && evictLongestIdle()) {
      mishaps.evicted();
    }
    S made = make.get();
    families.computeIfAbsent(wanted.name(), name -> new Family(wanted)).series().put(labels, made);
    size += weight;
    changed();
    return made;
  }

  /** Removes a family that nobody uses. */
  private void giveWay(Family family, String refusal) {
    List<Series> all = List.copyOf(family.series().values());
    for (Series series : all) {
      if (series.isHeld() || series instanceof LookedUpSeries) {
        throw new InvalidMetricException(
            refusal + "; expected the same type, help, names of labels and bounds");
      }
    }
    all.forEach(series -> remove(family, series));
  }

  /** A histogram's samples have names of their own, which must not be another metric's. */
  private void refuseOverlap(Definition wanted) {
    for (String suffix : Definition.HISTOGRAM_SUFFIXES) {
      if (wanted.type() == Type.HISTOGRAM) {
        Family other = families.get(wanted.name() + suffix);
        if (other != null) {
          giveWay(other, overlap(wanted, other));
        }
      }
      if (wanted.name().endsWith(suffix)) {
        String stem = wanted.name().substring(0, wanted.name().length() - suffix.length());
        Family other = families.get(stem);
        if (other != null && other.definition().type() == Type.HISTOGRAM) {
          giveWay(other, overlap(wanted, other));
        }
      }
    }
  }

  private static String overlap(Definition wanted, Family other) {
    return "metric " + wanted + " is shown under a name of " + other.definition();
  }

  /** Another scope uses a series. */
  void hold(Series series) {
    if (!series.isHeld()) {
      leaveIdle(series);
    }
    series.held();
  }

  /** A scope that used it has closed. */
  void letGo(Series series, String name) {
    if (series.letGo()) {
      Family family = families.get(name);
      if (family == null || family.series().get(series.labels()) != series) {
        throw new IllegalStateException("series " + name + series.labels() + " was held and gone");
      }
      idle.put(series, family);
      idleSize += family.definition().weight();
    }
  }

  private void leaveIdle(Series series) {
    Family family = idle.remove(series);
    if (family != null) {
      idleSize -= family.definition().weight();
    }
  }

  /** A source of a series has closed. */
  void closed(Source source) {
    LookedUpSeries series = source.series();
    series.remove(source);
    source.letGo();
    Family family = families.get(series.definition().name());
    if (series.isEmpty() && family != null && family.series().get(series.labels()) == series) {
      remove(family, series);
    }
  }

  private boolean evictLongestIdle() {
    if (idle.isEmpty()) {
      return false;
    }
    Map.Entry<Series, Family> longest = idle.entrySet().iterator().next();
    remove(longest.getValue(), longest.getKey());
    return true;
  }

  private void remove(Family family, Series series) {
    leaveIdle(series);
    family.series().remove(series.labels());
    if (family.series().isEmpty()) {
      families.remove(family.definition().name());
    }
    size -= family.definition().weight();
    changed();
  }

  private void changed() {
    shape++;
    view = null;
  }
}
