package io.togglebolt.metrics.registry.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Does everything in any order, beside a model that keeps plain lists. */
class RegistryRandomTest {
  private static final int OWN_SERIES = 5;
  private static final int LIMIT = OWN_SERIES + 8;

  /** Held, or the level would be forgotten with the logger. */
  private static final Logger LOG = Logger.getLogger("io.togglebolt.metrics");

  /** A series of the model. */
  private static final class ModelSeries {
    private double count;
    private final Set<ModelScope> holders = new HashSet<>();

    /** Values, newest last; only of gauges. */
    private final List<double[]> sources = new ArrayList<>();
  }

  /** A scope and what was made in it; in the order of its first use, as series become idle. */
  private static final class ModelScope {
    private final Metrics.Scope real;
    private final String owner;
    private final Set<String> held = new java.util.LinkedHashSet<>();
    private final Map<Metrics.Registration, ModelGauge> gauges = new LinkedHashMap<>();

    ModelScope(Metrics.Scope real, String owner) {
      this.real = real;
      this.owner = owner;
    }
  }

  private record ModelGauge(String series, double[] value) {}

  private record Instrument(Metrics.Counter real, ModelSeries series) {}

  /** The registry and its model. */
  private static final class Both {
    private final SplitMix64 random;
    private final Registry registry = new Registry(LIMIT);
    private final Map<String, ModelSeries> series = new TreeMap<>();
    private final List<String> idle = new ArrayList<>();
    private final List<ModelScope> scopes = new ArrayList<>();
    private final List<Instrument> instruments = new ArrayList<>();
    private long refused;
    private long evicted;

    Both(SplitMix64 random) {
      this.random = random;
    }

    void step() {
      switch (random.below(8)) {
        case 0 -> {
          String owner = "o" + random.below(3);
          scopes.add(new ModelScope(registry.scope("owner", owner), owner));
        }
        case 1 -> close();
        case 2, 3 -> counter();
        case 4 -> gauge();
        case 5 -> closeGauge();
        default -> count();
      }
      assertEquals(values(), Shown.of(registry));
      assertEquals(refused, Shown.own(registry, "refused_series_total"));
      assertEquals(evicted, Shown.own(registry, "evicted_series_total"));
      assertEquals(series.size() + OWN_SERIES, Shown.own(registry, "series"));
    }

    private Map<String, Double> values() {
      Map<String, Double> values = new TreeMap<>();
      series.forEach(
          (name, each) ->
              values.put(name, each.sources.isEmpty() ? each.count : each.sources.getLast()[0]));
      return values;
    }

    private boolean room() {
      if (series.size() + OWN_SERIES >= LIMIT) {
        if (idle.isEmpty()) {
          refused++;
          return false;
        }
        series.remove(idle.removeFirst());
        evicted++;
      }
      return true;
    }

    private void counter() {
      if (scopes.isEmpty()) {
        return;
      }
      ModelScope scope = random.choice(scopes);
      String i = "" + random.below(4);
      Metrics.Counter real = scope.real.counter("c_total", "C.", "i", i);
      String name = "c_total{owner=" + scope.owner + ",i=" + i + "}";
      ModelSeries found = series.get(name);
      if (found == null) {
        if (!room()) {
          instruments.add(new Instrument(real, new ModelSeries()));
          return;
        }
        found = new ModelSeries();
        series.put(name, found);
      }
      idle.remove(name);
      found.holders.add(scope);
      scope.held.add(name);
      instruments.add(new Instrument(real, found));
    }

    private void gauge() {
      if (scopes.isEmpty()) {
        return;
      }
      ModelScope scope = random.choice(scopes);
      double[] value = {random.below(100)};
      Metrics.Registration real = scope.real.gauge("g", "G.", () -> value[0]);
      String name = "g{owner=" + scope.owner + "}";
      ModelSeries found = series.get(name);
      if (found == null) {
        if (!room()) {
          return;
        }
        found = new ModelSeries();
        series.put(name, found);
      }
      found.sources.add(value);
      scope.gauges.put(real, new ModelGauge(name, value));
    }

    private void forget(ModelGauge gauge) {
      ModelSeries of = series.get(gauge.series());
      of.sources.remove(gauge.value());
      if (of.sources.isEmpty()) {
        series.remove(gauge.series());
      }
    }

    private void closeGauge() {
      for (ModelScope scope : scopes) {
        if (!scope.gauges.isEmpty() && random.chance(1, 2)) {
          Metrics.Registration one = random.choice(List.copyOf(scope.gauges.keySet()));
          one.close();
          one.close();
          forget(scope.gauges.remove(one));
          return;
        }
      }
    }

    private void close() {
      if (scopes.isEmpty()) {
        return;
      }
      ModelScope scope = random.choice(scopes);
      scopes.remove(scope);
      scope.real.close();
      scope.gauges.values().forEach(this::forget);
      for (String name : scope.held) {
        Set<ModelScope> holders = series.get(name).holders;
        holders.remove(scope);
        if (holders.isEmpty()) {
          idle.add(name);
        }
      }
    }

    private void count() {
      if (!instruments.isEmpty()) {
        Instrument one = random.choice(instruments);
        int amount = random.below(10);
        one.real().add(amount);
        one.series().count += amount;
      }
    }
  }

  @Test
  void registryShowsWhatThePlainModelSays() {
    Level before = LOG.getLevel();
    LOG.setLevel(Level.OFF);
    try {
      Seeds.check(
          5,
          200,
          random -> {
            Both both = new Both(random);
            for (int i = 0; i < 300; i++) {
              both.step();
            }
          });
    } finally {
      LOG.setLevel(before);
    }
  }
}
