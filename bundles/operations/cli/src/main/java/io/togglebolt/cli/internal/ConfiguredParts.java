package io.togglebolt.cli.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.util.tracker.ServiceTracker;

/** The databases and logs that the configuration asks for, and what became of each. */
final class ConfiguredParts {
  /**
   * What can be configured to be open.
   *
   * @param noun what people call it
   * @param factoryPid where it is configured
   * @param service the type of the service that it becomes
   * @param nameProperty the property of that service that holds its name
   * @param pathProperty the one that holds where it is
   */
  private record Kind(
      String noun, String factoryPid, String service, String nameProperty, String pathProperty) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              "database",
              "io.togglebolt.database",
              "io.togglebolt.storage.Database",
              "togglebolt.database",
              "togglebolt.path"),
          new Kind(
              "log",
              "io.togglebolt.log",
              "io.togglebolt.wal.Wal",
              "togglebolt.log",
              "togglebolt.directory"));

  private static final long OPEN_TIMEOUT_MILLIS = 15_000;
  private static final long LOOK_MILLIS = 20;

  private final BundleContext context;
  private final ConfigurationAdmin configurations;
  private final ServiceComponentRuntime components;

  ConfiguredParts(
      BundleContext context,
      ConfigurationAdmin configurations,
      ServiceComponentRuntime components) {
    this.context = context;
    this.configurations = configurations;
    this.components = components;
  }

  /**
   * Waits until each of them is open or failed: databases, then logs, in the order of their names.
   */
  List<Outcome> await() throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + OPEN_TIMEOUT_MILLIS * 1_000_000;
    List<Outcome> all = new ArrayList<>();
    for (Kind kind : KINDS) {
      List<Outcome> outcomes = new ArrayList<>();
      for (Configuration configuration : configurations(kind)) {
        outcomes.add(await(kind, configuration, deadlineNanos));
      }
      outcomes.sort((a, b) -> a.name().compareTo(b.name()));
      all.addAll(outcomes);
    }
    return all;
  }

  private List<Configuration> configurations(Kind kind) throws IOException {
    try {
      Configuration[] found =
          configurations.listConfigurations(
              "(" + ConfigurationAdmin.SERVICE_FACTORYPID + "=" + kind.factoryPid() + ")");
      return found == null ? List.of() : List.of(found);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private Outcome await(Kind kind, Configuration configuration, long deadlineNanos)
      throws InterruptedException {
    String pid = configuration.getPid();
    Object configured = configuration.getProperties().get("name");
    String name = configured == null ? pid : configured.toString();
    ServiceTracker<Object, ServiceReference<Object>> tracker = tracker(kind, name);
    tracker.open();
    try {
      while (true) {
        ServiceReference<Object> opened = tracker.waitForService(LOOK_MILLIS);
        if (opened != null) {
          String path = String.valueOf(opened.getProperty(kind.pathProperty()));
          return new Outcome.Opened(kind.noun(), name, Path.of(path));
        }
        Optional<String> failure = failureOf(kind, pid);
        if (failure.isPresent()) {
          return new Outcome.Failed(kind.noun(), name, failure.get());
        }
        if (System.nanoTime() > deadlineNanos) {
          String waited = "it did not open within " + OPEN_TIMEOUT_MILLIS / 1000 + " s";
          return new Outcome.Failed(kind.noun(), name, waited);
        }
      }
    } finally {
      tracker.close();
    }
  }

  /** Tracks references: to know that it is there and where, the service itself is not needed. */
  private ServiceTracker<Object, ServiceReference<Object>> tracker(Kind kind, String name) {
    return new ServiceTracker<>(context, opened(kind, name), null) {
      @Override
      public ServiceReference<Object> addingService(ServiceReference<Object> reference) {
        return reference;
      }

      @Override
      public void removedService(
          ServiceReference<Object> reference, ServiceReference<Object> tracked) {
        // The service was never taken.
      }
    };
  }

  private static Filter opened(Kind kind, String name) {
    try {
      return FrameworkUtil.createFilter(
          "(&(%s=%s)(%s=%s))"
              .formatted(
                  Constants.OBJECTCLASS, kind.service(), kind.nameProperty(), escaped(name)));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String escaped(String value) {
    return value.replaceAll("([\\\\*()])", "\\\\$1");
  }

  /** Declarative Services keeps why a component could not be activated. */
  private Optional<String> failureOf(Kind kind, String pid) {
    List<ComponentConfigurationDTO> configured =
        components.getComponentDescriptionDTOs().stream()
            .filter(
                component -> Arrays.asList(component.configurationPid).contains(kind.factoryPid()))
            .flatMap(component -> components.getComponentConfigurationDTOs(component).stream())
            .filter(component -> pid.equals(component.properties.get(Constants.SERVICE_PID)))
            .toList();
    return configured.stream()
        .filter(component -> component.failure != null)
        .findFirst()
        .map(component -> StackTraces.rootMessage(component.failure));
  }
}
