package io.togglebolt.slot.osgi;

import io.togglebolt.slot.Candidate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/** What a registered factory is as a candidate: one rule for all owners of parts. */
public final class ServiceCandidate {
  /** The service property that names a part. */
  public static final String NAME = "togglebolt.name";

  private ServiceCandidate() {}

  /**
   * Describes a service as a candidate; the same one at each call, until its bundle is updated.
   *
   * @param name asked where the service has no property {@link #NAME}
   */
  public static <F> Candidate<F> of(
      ServiceReference<F> reference, F factory, Function<? super F, String> name) {
    return of(reference, factory, name, any -> false);
  }

  /**
   * The same, where some candidates serve only if their name is pinned.
   *
   * @param byNameOnly whether this one does, see {@link Candidate#byNameOnly}
   */
  public static <F> Candidate<F> of(
      ServiceReference<F> reference,
      F factory,
      Function<? super F, String> name,
      Predicate<? super F> byNameOnly) {
    Bundle bundle = reference.getBundle();
    Object named = reference.getProperty(NAME);
    Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
    long id = (Long) reference.getProperty(Constants.SERVICE_ID);
    String origin = bundle == null ? "gone" : bundle.getBundleId() + "/" + bundle.getLastModified();
    return new Candidate<>(
        named instanceof String given ? given : name.apply(factory),
        ranking instanceof Integer number ? number : 0,
        id,
        origin + "/" + id,
        factory,
        () -> preload(factory.getClass().getClassLoader(), bundle),
        byNameOnly.test(factory));
  }

  /** Loads all classes of the factory's bundle, so that its parts outlive it. */
  private static void preload(ClassLoader loader, @Nullable Bundle bundle) {
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
