package io.togglebolt.metrics.log.internal;

import io.togglebolt.metrics.spi.MetricsExporterFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Offers the exporter as a service, as configured. It registers the service itself: so a change
 * that is valid offers another factory, which swaps the exporter that serves, and one that is not
 * leaves the exporter as it is.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = LogExporterComponent.PID)
@Designate(ocd = LogExporterComponent.Config.class)
public final class LogExporterComponent {
  static final String PID = "io.togglebolt.metrics.log";

  private static final Logger LOG = System.getLogger(PID);

  /** The configuration. */
  @ObjectClassDefinition(
      name = "Togglebolt log exporter",
      description = "Writes a summary of the metrics into the log, a line each period.")
  public @interface Config {
    /** Property {@code period-seconds}; taken as text, so that what is no number can be named. */
    @AttributeDefinition(
        required = false,
        name = "Period in seconds",
        description = "How much time lies between two lines. Live.",
        type = AttributeType.LONG,
        min = "" + LogSettings.PERIOD_LEAST,
        max = "" + LogSettings.PERIOD_MOST)
    String period$_$seconds() default "" + LogSettings.PERIOD_DEFAULT;

    /** Property {@code logger}. */
    @AttributeDefinition(
        required = false,
        name = "Logger",
        description = "The name of the logger that is used. Live.")
    String logger() default LogSettings.LOGGER_DEFAULT;
  }

  private final Function<MetricsExporterFactory, Runnable> offer;
  private LogSettings settings;
  private Runnable withdrawal;

  /** Made by Declarative Services; offers the exporter. */
  @Activate
  public LogExporterComponent(
      BundleContext context, Config config, Map<String, Object> properties) {
    this(factory -> registered(context, factory), config, properties);
  }

  /**
   * With whatever takes the offer.
   *
   * @param offer offers a factory and returns what withdraws it
   */
  LogExporterComponent(
      Function<MetricsExporterFactory, Runnable> offer,
      Config config,
      Map<String, Object> properties) {
    this.offer = offer;
    settings = wanted(LogSettings.DEFAULT, config, properties);
    withdrawal = offer.apply(new LogExporterFactory(settings));
  }

  private static Runnable registered(BundleContext context, MetricsExporterFactory factory) {
    Dictionary<String, Object> described = new Hashtable<>();
    described.put("togglebolt.name", factory.name());
    described.put(Constants.SERVICE_RANKING, factory.ranking());
    ServiceRegistration<MetricsExporterFactory> registration =
        context.registerService(MetricsExporterFactory.class, factory, described);
    return registration::unregister;
  }

  /** What is configured; of a value that is not valid the log tells, and it stays as it was. */
  private static LogSettings wanted(
      LogSettings before, Config config, Map<String, Object> properties) {
    Set<String> unknown = LogSettings.unknownKeys(properties);
    if (!unknown.isEmpty()) {
      LOG.log(Level.WARNING, "{0}: the configuration holds {1}, which nothing reads", PID, unknown);
    }
    LogSettings wanted = before;
    try {
      wanted = wanted.withPeriod(config.period$_$seconds());
    } catch (IllegalArgumentException wrong) {
      refused(wrong, before.periodSeconds() + " s");
    }
    try {
      wanted = wanted.withLogger(config.logger());
    } catch (IllegalArgumentException wrong) {
      refused(wrong, before.logger());
    }
    return wanted;
  }

  private static void refused(IllegalArgumentException wrong, String instead) {
    LOG.log(Level.ERROR, "{0}; until that is put right it is {1}", wrong.getMessage(), instead);
  }

  /** Offers the exporter of the new settings, if they are others, and withdraws the old one. */
  @Modified
  void modified(Config config, Map<String, Object> properties) {
    LogSettings wanted = wanted(settings, config, properties);
    if (!wanted.equals(settings)) {
      Runnable before = withdrawal;
      settings = wanted;
      // The next one first: the exporter's name is never without an offer, so this is one swap.
      withdrawal = offer.apply(new LogExporterFactory(wanted));
      before.run();
    }
  }

  /** Withdraws the exporter. */
  @Deactivate
  void deactivate() {
    withdrawal.run();
  }
}
