package io.togglebolt.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The bundles of the distribution: the jars of {@code system/NN}, NN being a start level. */
final class SystemBundles {
  private SystemBundles() {}

  /**
   * Installs all of them and marks them to be started when their level is reached.
   *
   * @throws BundleException when a jar is no bundle; when one of a level that is already reached
   *     cannot be started
   */
  static void install(BundleContext context, Path system) throws IOException, BundleException {
    for (Path level : children(system)) {
      int startLevel = Integer.parseInt(String.valueOf(level.getFileName()));
      for (Path jar : children(level)) {
        Bundle bundle = context.installBundle("reference:" + jar.toUri());
        bundle.adapt(BundleStartLevel.class).setStartLevel(startLevel);
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }
}
