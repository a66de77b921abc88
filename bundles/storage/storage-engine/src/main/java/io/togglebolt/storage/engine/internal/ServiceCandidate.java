package io.togglebolt.storage.engine.internal;

import io.togglebolt.slot.Candidate;
import io.togglebolt.storage.spi.PartFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/** What a registered factory is as a candidate. */
final class ServiceCandidate {
  /** The service property that names a part. */
  static final String NAME = "togglebolt.name";

  private ServiceCandidate() {}

  static <F extends PartFactory> Candidate<F> of(ServiceReference<F> reference, F factory) {
    Bundle bundle = reference.getBundle();
    Object named = reference.getProperty(NAME);
    Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
    long id = (Long) reference.getProperty(Constants.SERVICE_ID);
    String origin = bundle == null ? "gone" : bundle.getBundleId() + "/" + bundle.getLastModified();
    return new Candidate<>(
        named instanceof String name ? name : factory.name(),
        ranking instanceof Integer number ? number : 0,
        id,
        origin + "/" + id,
        factory,
        () -> preload(factory.getClass().getClassLoader(), bundle));
  }

  /** Loads all classes of the factory's bundle, so that its parts outlive it. */
  private static void preload(
      ClassLoader loader, @org.jspecify.annotations.Nullable Bundle bundle) {
    BundleWiring wiring = bundle == null ? null : bundle.adapt(BundleWiring.class);
    if (wiring == null) {
      return;
    }
    for (String resource :
        wiring.listResources(
            "/",
            "*.class",
            BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE)) {
      String name = resource.substring(0, resource.length() - ".class".length()).replace('/', '.');
      try {
        Class.forName(name, true, loader);
      } catch (ClassNotFoundException | LinkageError absent) {
        // A class with an optional dependency that is not there cannot be needed by a part that
        // works.
        continue;
      }
    }
  }
}
