package io.togglebolt.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleWiring;

/** The bundles of the distribution: the jars of {@code system/NN}, NN being a start level. */
final class SystemBundles {
  private SystemBundles() {}

  /**
   * Installs all of them and marks those up to a level to be started when theirs is reached.
   *
   * @throws BundleException when a jar is no bundle
   */
  static void install(BundleContext context, Path system, int lastLevel)
      throws IOException, BundleException {
    for (Path level : children(system)) {
      int startLevel = Integer.parseInt(String.valueOf(level.getFileName()));
      for (Path jar : children(level)) {
        Bundle bundle = context.installBundle("reference:" + jar.toUri());
        bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
        if (startLevel <= lastLevel) {
          bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
      }
    }
  }

  /** Starts those above a level, on the calling thread, with their class loaders as its context. */
  static void startAbove(BundleContext context, int lastLevel) throws BundleException {
    List<Bundle> above =
        Arrays.stream(context.getBundles())
            .filter(bundle -> bundle.adapt(BundleStartLevel.class).getStartLevel() > lastLevel)
            .toList();
    for (Bundle bundle : above) {
      bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
      Thread.currentThread()
          .setContextClassLoader(bundle.adapt(BundleWiring.class).getClassLoader());
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }
}
