package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.MetricsRegistry;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
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

  /** The configuration. */
  @ObjectClassDefinition(
      name = "Togglebolt metrics registry",
      description = "Holds what parts count and measure.")
  public @interface Config {
    /** Property {@code max-series}. */
    @AttributeDefinition(
        name = "Series",
        description =
            "How many series there may be, at least 10; a histogram counts as one for each 16"
                + " of its numbers begun. When it is reached, series of closed"
                + " owners make room; where there are none, new series are not recorded.")
    int max$_$series() default Registry.SERIES_DEFAULT;
  }

  private final Registry registry;

  /**
   * As configured.
   *
   * @throws IllegalArgumentException when the limit is too small; the component then does not come
   *     up
   */
  @Activate
  public RegistryComponent(Config config) {
    registry = new Registry(config.max$_$series());
  }

  /** The limit changes and no count is lost. */
  @Modified
  public void modified(Config config) {
    registry.limit(config.max$_$series());
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
