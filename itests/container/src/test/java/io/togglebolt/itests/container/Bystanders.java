package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;

/**
 * The bundles that have nothing to do with what happens to another one: they must neither stop nor
 * start, nor may a component of theirs be made again, which would register its services anew.
 */
final class Bystanders implements AutoCloseable {
  private final BundleContext context = Container.context();
  private final Set<String> concerned;
  private final Map<String, Set<Long>> services;
  private final Collection<String> events = new ConcurrentLinkedQueue<>();
  private final SynchronousBundleListener listener;

  private Bystanders(Set<String> concerned) {
    this.concerned = concerned;
    services = services();
    listener =
        event -> {
          if (!concerned.contains(event.getBundle().getSymbolicName())) {
            events.add(event.getBundle() + " event " + event.getType());
          }
        };
    context.addBundleListener(listener);
  }

  /** Watches all bundles but those. */
  static Bystanders of(String... concerned) {
    return new Bystanders(Set.of(concerned));
  }

  private Map<String, Set<Long>> services() {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getSymbolicName().startsWith("io.togglebolt."))
        .filter(bundle -> !concerned.contains(bundle.getSymbolicName()))
        .collect(
            Collectors.toMap(
                Bundle::getSymbolicName, Bystanders::services, (one, two) -> one, TreeMap::new));
  }

  private static Set<Long> services(Bundle bundle) {
    ServiceReference<?>[] registered = bundle.getRegisteredServices();
    return registered == null
        ? Set.of()
        : Arrays.stream(registered)
            .map(reference -> (Long) reference.getProperty(Constants.SERVICE_ID))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  void requireUntouched() {
    assertEquals("bundles that stopped, started or changed", List.of(), List.copyOf(events));
    assertEquals("services by bundle", services, services());
  }

  @Override
  public void close() {
    context.removeBundleListener(listener);
  }
}
