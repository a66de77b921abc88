package io.togglebolt.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** Installs bundles into a framework of this JVM, starts none, and says what is wrong with them. */
final class Resolution {
  private Resolution() {}

  /**
   * What does not resolve, and what resolves although nobody needs it; one sentence each.
   *
   * @param storage an empty folder for the framework
   */
  static List<String> problems(List<ResolvedBundle> bundles, Path storage)
      throws BundleException, IOException, InterruptedException {
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(Constants.FRAMEWORK_STORAGE, storage.toString(), "felix.log.level", "0"));
    framework.start();
    try {
      Map<Bundle, ResolvedBundle> installed = new LinkedHashMap<>();
      for (ResolvedBundle bundle : bundles) {
        String location = "reference:" + bundle.file().toUri();
        installed.put(framework.getBundleContext().installBundle(location), bundle);
      }
      framework.adapt(FrameworkWiring.class).resolveBundles(installed.keySet());
      List<String> problems = new ArrayList<>();
      installed.forEach((bundle, resolved) -> problems.addAll(problems(bundle, resolved)));
      return problems;
    } finally {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }

  private static List<String> problems(Bundle bundle, ResolvedBundle resolved) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring == null) {
      return List.of(resolved.id() + " does not resolve: " + reason(bundle));
    }
    boolean used =
        wiring.getProvidedWires(null).stream()
            .anyMatch(wire -> !wire.getRequirer().getBundle().equals(bundle));
    return used || resolved.listed().root()
        ? List.of()
        : List.of(resolved.id() + " is needed by no other bundle and is not marked as a root");
  }

  private static String reason(Bundle bundle) {
    try {
      bundle.start(Bundle.START_TRANSIENT);
      return "it started all the same";
    } catch (BundleException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
