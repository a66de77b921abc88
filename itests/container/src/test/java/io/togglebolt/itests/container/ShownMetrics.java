package io.togglebolt.itests.container;

import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.MetricsExporters;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.slot.SlotStatus;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.management.JMException;
import javax.management.ObjectName;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;

/** What shows the container's metrics: the bundles, the port, and who exports. */
final class ShownMetrics {
  static final String HTTP = "io.togglebolt.http.listener";
  static final String JVM = "io.togglebolt.metrics.jvm";
  static final String PROMETHEUS = "io.togglebolt.metrics.prometheus";
  static final String JMX = "io.togglebolt.metrics.jmx";
  static final String LOG = "io.togglebolt.metrics.log";
  static final String EXPORTERS = "io.togglebolt.metrics.exporters";
  static final String REGISTRY = "io.togglebolt.metrics.registry";

  /** How long a choice by service call may take. */
  static final long CHOICE_MILLIS = Await.PATIENCE.toMillis();

  private static final String HTTP_PID = "io.togglebolt.http";
  private static final String EXPORTERS_PID = "io.togglebolt.metrics";
  private static final String BEANS = "io.togglebolt:type=metrics,*";

  private ShownMetrics() {}

  /** Configures the port; 0 for any that is free. One in use is tried again each second. */
  static void configurePort(int port) throws Exception {
    configure(HTTP_PID, Map.of("port", Integer.toString(port), "retry-seconds", "1"));
  }

  /** Configures who exports. */
  static void configureExporters(String names) throws Exception {
    configure(EXPORTERS_PID, Map.of("exporters", names));
  }

  private static void configure(String pid, Map<String, Object> values) throws Exception {
    Dictionary<String, Object> properties = new Hashtable<>(values);
    Container.service(ConfigurationAdmin.class, null).getConfiguration(pid, "?").update(properties);
  }

  /** Takes both configurations back: no port is open then. */
  static void reset() throws Exception {
    ConfigurationAdmin admin = Container.service(ConfigurationAdmin.class, null);
    admin.getConfiguration(HTTP_PID, "?").delete();
    admin.getConfiguration(EXPORTERS_PID, "?").delete();
    Await.until("no listener", () -> !Container.isRegistered(HttpListener.class, null));
  }

  /** Where it listens now, if it does. */
  static Optional<URI> address() {
    BundleContext context = Container.context();
    ServiceReference<HttpListener> reference = context.getServiceReference(HttpListener.class);
    HttpListener listener = reference == null ? null : context.getService(reference);
    return listener == null ? Optional.empty() : listener.address();
  }

  /** Waits until it listens, and returns where the metrics are. */
  static URI awaitAddress() {
    return Await.present("a port", ShownMetrics::address).resolve("/metrics");
  }

  static MetricsExporters exporters() throws Exception {
    return Container.service(MetricsExporters.class, null);
  }

  /** The slot of one name, which is there only while an exporter of that name is wanted. */
  static Optional<SlotStatus> slot(String name) throws Exception {
    return Container.service(SlotRegistry.class, null).slots().stream()
        .filter(slot -> slot.owner().equals("metrics") && slot.kind().equals(name))
        .map(SlotControl::status)
        .findFirst();
  }

  static void awaitServing(String name) {
    await(name, ExporterStatus.State.SERVING);
  }

  static void awaitOff(String name) {
    await(name, ExporterStatus.State.OFF);
  }

  /** Waits until it is chosen and nobody offers it. */
  static void awaitAbsent(String name) {
    await(name, ExporterStatus.State.ABSENT);
  }

  private static void await(String name, ExporterStatus.State state) {
    Await.until(
        "exporter " + name + " is " + state,
        ShownMetrics::described,
        () ->
            exporters().exporters().stream()
                .anyMatch(each -> each.name().equals(name) && each.state() == state));
  }

  /** Waits until the exporter of this very revision of a bundle serves. */
  static void awaitServing(String name, Bundle bundle) {
    String key = bundle.getBundleId() + "/" + bundle.getLastModified() + "/";
    Await.until(
        "exporter " + name + " of " + key + " serves",
        ShownMetrics::described,
        () ->
            slot(name).stream()
                .filter(status -> status.state() == SlotStatus.State.SERVING)
                .flatMap(status -> status.candidates().stream())
                .anyMatch(each -> each.active() && each.key().startsWith(key)));
  }

  /** Waits until nobody offers a name any more, and nobody serves under it. */
  static void awaitGone(String name) {
    Await.until(
        "nobody is left of exporter " + name,
        ShownMetrics::described,
        () ->
            slot(name).isEmpty()
                && exporters().exporters().stream().noneMatch(each -> each.name().equals(name)));
  }

  private static String described() {
    try {
      return exporters().exporters() + ", " + slot("prometheus") + ", " + slot("jmx");
    } catch (Exception unknown) {
      return "unknown, because of " + unknown;
    }
  }

  /** The names of all our MBeans. */
  static Set<ObjectName> beans() throws JMException {
    return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(BEANS), null);
  }
}
