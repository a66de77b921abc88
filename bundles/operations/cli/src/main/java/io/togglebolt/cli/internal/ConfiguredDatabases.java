package io.togglebolt.cli.internal;

import io.togglebolt.storage.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.util.tracker.ServiceTracker;

/** The databases that the configuration asks for, and what became of each. */
final class ConfiguredDatabases {
  private static final String FACTORY_PID = "io.togglebolt.database";
  private static final long OPEN_TIMEOUT_MILLIS = 15_000;
  private static final long LOOK_MILLIS = 20;

  private final BundleContext context;
  private final ConfigurationAdmin configurations;
  private final ServiceComponentRuntime components;

  ConfiguredDatabases(
      BundleContext context,
      ConfigurationAdmin configurations,
      ServiceComponentRuntime components) {
    this.context = context;
    this.configurations = configurations;
    this.components = components;
  }

  /** Waits until each configured database is open or failed, in the order of their names. */
  List<Outcome> await() throws IOException, InterruptedException {
    Configuration[] found;
    try {
      found =
          configurations.listConfigurations(
              "(" + ConfigurationAdmin.SERVICE_FACTORYPID + "=" + FACTORY_PID + ")");
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    List<Outcome> outcomes = new ArrayList<>();
    long deadlineNanos = System.nanoTime() + OPEN_TIMEOUT_MILLIS * 1_000_000;
    for (Configuration configuration : found == null ? new Configuration[0] : found) {
      outcomes.add(await(configuration, deadlineNanos));
    }
    outcomes.sort((a, b) -> a.name().compareTo(b.name()));
    return outcomes;
  }

  private Outcome await(Configuration configuration, long deadlineNanos)
      throws InterruptedException {
    String pid = configuration.getPid();
    Object configured = configuration.getProperties().get("name");
    String name = configured == null ? pid : configured.toString();
    ServiceTracker<Database, Database> tracker =
        new ServiceTracker<>(context, openedFor(pid), null);
    tracker.open();
    try {
      while (true) {
        Database database = tracker.waitForService(LOOK_MILLIS);
        if (database != null) {
          return new Outcome.Opened(name, database.path());
        }
        Optional<String> failure = failureOf(pid);
        if (failure.isPresent()) {
          return new Outcome.Failed(name, failure.get());
        }
        if (System.nanoTime() > deadlineNanos) {
          String waited = "it did not open within " + OPEN_TIMEOUT_MILLIS / 1000 + " s";
          return new Outcome.Failed(name, waited);
        }
      }
    } finally {
      tracker.close();
    }
  }

  private static Filter openedFor(String pid) {
    try {
      return FrameworkUtil.createFilter(
          "(&(%s=%s)(%s=%s))"
              .formatted(
                  Constants.OBJECTCLASS, Database.class.getName(), Constants.SERVICE_PID, pid));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Declarative Services keeps why a component could not be activated. */
  private Optional<String> failureOf(String pid) {
    List<ComponentConfigurationDTO> configured =
        components.getComponentDescriptionDTOs().stream()
            .filter(component -> Arrays.asList(component.configurationPid).contains(FACTORY_PID))
            .flatMap(component -> components.getComponentConfigurationDTOs(component).stream())
            .filter(component -> pid.equals(component.properties.get(Constants.SERVICE_PID)))
            .toList();
    return configured.stream()
        .filter(component -> component.failure != null)
        .findFirst()
        .map(component -> StackTraces.rootMessage(component.failure));
  }
}
