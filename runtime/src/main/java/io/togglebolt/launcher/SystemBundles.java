package io.togglebolt.launcher;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleWiring;

/** The bundles of the distribution: the jars of {@code system/NN}, NN being a start level. */
final class SystemBundles {
  private static final Logger LOG = System.getLogger(SystemBundles.class.getName());

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

  /**
   * Starts those above a level, up to another, level by level. One that does not start is logged,
   * and the others start all the same; none of them is what the container is there for.
   */
  static void startBetween(Framework framework, int above, int last) {
    Arrays.stream(framework.getBundleContext().getBundles())
        .filter(bundle -> level(bundle) > above && level(bundle) <= last)
        .sorted(Comparator.comparingInt(SystemBundles::level))
        .forEach(bundle -> start(framework, bundle));
  }

  private static void start(Framework framework, Bundle bundle) {
    try {
      bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException | IllegalStateException failed) {
      // A container that is stopped while it still starts needs no bundle any more.
      if (framework.getState() == Bundle.ACTIVE) {
        LOG.log(Level.WARNING, bundle.getSymbolicName() + " did not start", failed);
      }
    }
  }

  private static int level(Bundle bundle) {
    return bundle.adapt(BundleStartLevel.class).getStartLevel();
  }

  /** Starts those above a level, on the calling thread, with their class loaders as its context. */
  static void startAbove(BundleContext context, int lastLevel) throws BundleException {
    List<Bundle> above =
        Arrays.stream(context.getBundles()).filter(bundle -> level(bundle) > lastLevel).toList();
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
