package io.togglebolt.metrics.exporters.internal;

import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.MetricsExporters;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.osgi.ServiceCandidate;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The owner of the exporters as a service. Registry and listener may come and go: the exporters
 * stay.
 */
@Component(
    service = MetricsExporters.class,
    immediate = true,
    configurationPid = ExportersComponent.PID)
@Designate(ocd = ExportersComponent.Config.class)
public final class ExportersComponent implements MetricsExporters {
  /** The configuration's PID. */
  public static final String PID = "io.togglebolt.metrics";

  private static final Logger LOG = System.getLogger("io.togglebolt.metrics.exporters");

  /** Who exports. */
  @ObjectClassDefinition(
      name = "Togglebolt metrics",
      description = "Which exporters show the metrics.")
  public @interface Config {
    /** The chosen ones. */
    @AttributeDefinition(
        required = false,
        description =
            "Names of the exporters that serve; empty for every one whose ranking is not below 0,"
                + " 'none' for none. Live.")
    String[] exporters() default {};
  }

  private final Scheduler scheduler = Scheduler.background("togglebolt-metrics");
  private final Exporters exporters;

  /** Made by Declarative Services. */
  @Activate
  public ExportersComponent(
      @Reference SlotFactory slots, Config config, Map<String, Object> properties) {
    exporters = new Exporters(slots, Clock.system(), scheduler);
    choose(config, properties);
  }

  private void choose(Config config, Map<String, Object> properties) {
    Set<String> unknown = ChosenNames.unknownKeys(properties);
    if (!unknown.isEmpty()) {
      LOG.log(Level.WARNING, "{0}: the configuration holds {1}, which nothing reads", PID, unknown);
    }
    try {
      exporters.choose(ChosenNames.of(config.exporters()));
    } catch (IllegalArgumentException wrong) {
      LOG.log(
          Level.ERROR,
          "{0} in the configuration {1}; until that is put right {2}",
          wrong.getMessage(),
          PID,
          chosen().map(ExportersComponent::asBefore).orElse("those serve that do by default"));
    }
  }

  private static String asBefore(List<String> names) {
    return "the choice before stays: " + (names.isEmpty() ? "none" : String.join(", ", names));
  }

  /** The configuration was changed, and counts instead of what was chosen by command. */
  @Modified
  void modified(Config config, Map<String, Object> properties) {
    choose(config, properties);
  }

  /** Ends all exporters. */
  @Deactivate
  void deactivate() {
    exporters.close();
    scheduler.close();
  }

  @Reference(
      name = "exporter",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindExporter(
      ServiceReference<MetricsExporterFactory> reference, MetricsExporterFactory factory) {
    exporters.add(ServiceCandidate.of(reference, factory, MetricsExporterFactory::name));
  }

  void unbindExporter(
      ServiceReference<MetricsExporterFactory> reference, MetricsExporterFactory factory) {
    exporters.remove(ServiceCandidate.of(reference, factory, MetricsExporterFactory::name));
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindMetrics(MetricsReader reader) {
    exporters.metrics().use(reader);
  }

  void unbindMetrics(MetricsReader reader) {
    exporters.metrics().stopUsing(reader);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindHttp(HttpListener listener) {
    exporters.http().use(listener);
  }

  void unbindHttp(HttpListener listener) {
    exporters.http().stopUsing(listener);
  }

  @Override
  public List<ExporterStatus> exporters() {
    return exporters.exporters();
  }

  @Override
  public Optional<List<String>> chosen() {
    return exporters.chosen();
  }

  @Override
  public void use(List<String> names, long timeoutMillis) throws InterruptedException {
    exporters.use(names, timeoutMillis);
  }

  @Override
  public void useDefault(long timeoutMillis) throws InterruptedException {
    exporters.useDefault(timeoutMillis);
  }
}
