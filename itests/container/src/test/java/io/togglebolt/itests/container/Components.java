package io.togglebolt.itests.container;

import org.osgi.framework.Constants;
import org.osgi.service.cm.Configuration;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/** What Declarative Services makes of configurations. */
final class Components {
  private static final String CAUSE = "Caused by: ";

  private Components() {}

  /** Waits until a configuration is refused; returns why, in the words of its component. */
  static String awaitFailure(Configuration configuration) throws Exception {
    ServiceComponentRuntime components = Container.service(ServiceComponentRuntime.class, null);
    String pid = configuration.getPid();
    Await.until(pid + " is refused", () -> !failureOf(components, pid).isEmpty());
    String trace = failureOf(components, pid);
    // What a constructor throws is the cause of what the runtime tells.
    return trace
        .lines()
        .filter(line -> line.startsWith(CAUSE))
        .map(line -> line.substring(CAUSE.length()))
        .findFirst()
        .orElse(trace);
  }

  /** Why the component of a configuration is not active; empty when nothing failed. */
  private static String failureOf(ServiceComponentRuntime components, String pid) {
    return components.getComponentDescriptionDTOs().stream()
        .flatMap(each -> components.getComponentConfigurationDTOs(each).stream())
        .filter(each -> pid.equals(each.properties.get(Constants.SERVICE_PID)))
        .filter(each -> each.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
        .map(each -> each.failure)
        .findFirst()
        .orElse("");
  }
}
