package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.MetricsRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The one registry of a framework. Instruments are the registry's own, so this costs nothing. */
@Component(
    service = {Metrics.class, MetricsReader.class, MetricsRegistry.class},
    configurationPid = RegistryComponent.PID,
    immediate = true)
@Designate(ocd = RegistryComponent.Config.class)
public final class RegistryComponent implements MetricsRegistry {
  static final String PID = "io.togglebolt.metrics.registry";

  private static final Logger LOG = System.getLogger("io.togglebolt.metrics");

  /** The configuration. */
  @ObjectClassDefinition(
      name = "Togglebolt metrics registry",
      description = "Holds what parts count and measure.")
  public @interface Config {
    /** Property {@code max-series}; taken as text, so that what is no number can be named. */
    @AttributeDefinition(
        required = false,
        type = AttributeType.INTEGER,
        min = "" + Registry.SERIES_LEAST,
        name = "Series",
        description =
            "How many series there may be, at least 10; a histogram counts as one for each 16"
                + " of its numbers begun. When it is reached, series of closed owners make room;"
                + " where there are none, new series are not recorded. Live.")
    String max$_$series() default "" + Registry.SERIES_DEFAULT;
  }

  private final Registry registry = new Registry();
  private int maxSeries = Registry.SERIES_DEFAULT;

  /** Made by Declarative Services. A limit that is none is named in the log, and 10,000 count. */
  @Activate
  public RegistryComponent(Config config, Map<String, Object> properties) {
    modified(config, properties);
  }

  /** The limit changes and no count is lost; where it is none, the log says so and it stays. */
  @Modified
  void modified(Config config, Map<String, Object> properties) {
    Set<String> unknown = RegistrySettings.unknownKeys(properties);
    if (!unknown.isEmpty()) {
      LOG.log(Level.WARNING, "{0}: the configuration holds {1}, which nothing reads", PID, unknown);
    }
    try {
      int wanted = RegistrySettings.maxSeries(config.max$_$series());
      registry.limit(wanted);
      maxSeries = wanted;
    } catch (IllegalArgumentException wrong) {
      LOG.log(
          Level.ERROR,
          "{0} in the configuration {1}; until that is put right it is {2}",
          wrong.getMessage(),
          PID,
          Integer.toString(maxSeries));
    }
  }

  @Override
  public List<MetricFamily> read(Predicate<String> wanted) {
    return registry.read(wanted);
  }

  @Override
  public long shape() {
    return registry.shape();
  }

  @Override
  public Counter counter(String name, String help, String... labels) {
    return registry.counter(name, help, labels);
  }

  @Override
  public Registration counter(String name, String help, DoubleSupplier value, String... labels) {
    return registry.counter(name, help, value, labels);
  }

  @Override
  public Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return registry.histogram(name, help, bounds, labels);
  }

  @Override
  public Registration gauge(String name, String help, DoubleSupplier value, String... labels) {
    return registry.gauge(name, help, value, labels);
  }

  @Override
  public <T> Readings<T> readings(Supplier<? extends @Nullable T> look) {
    return registry.readings(look);
  }

  @Override
  public Scope scope(String... labels) {
    return registry.scope(labels);
  }
}
