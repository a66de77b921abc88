package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;

/**
 * A framework of a test's own, for one that has to outlive it, with the distribution's bundles and
 * one that puts a load on. That one registers a {@link Supplier} of a list of the JDK's types,
 * which can be asked from outside, and after its end.
 */
final class OwnFramework {
  /** How long a service manager gives a process that was asked to end. */
  private static final long STOP_MILLIS = 5_000;

  private final Framework framework;

  private OwnFramework(Framework framework) {
    this.framework = framework;
  }

  /**
   * Starts it.
   *
   * @param folder where it keeps what it needs
   * @param configurations what stands in its folder etc, by file name
   */
  static OwnFramework start(
      TemporaryFolder folder, Map<String, String> configurations, BundleJar load, int loadLevel)
      throws Exception {
    Path etc = folder.newFolder("etc").toPath();
    for (Map.Entry<String, String> each : configurations.entrySet()) {
      Files.writeString(etc.resolve(each.getKey()), each.getValue());
    }
    OwnFramework made = new OwnFramework(newFramework(folder, etc));
    made.framework.init();
    List<Bundle> bundles = new ArrayList<>();
    for (Distribution.Jar jar : Distribution.jars()) {
      if (jar.startLevel() <= Distribution.LEAN_LEVEL) {
        try (InputStream in = Files.newInputStream(jar.file())) {
          bundles.add(made.install(jar.file().toString(), in, jar.startLevel()));
        }
      }
    }
    try (InputStream in = load.stream()) {
      bundles.add(made.install("test:load", in, loadLevel));
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
    made.framework.start();
    return made;
  }

  private static Framework newFramework(TemporaryFolder folder, Path etc) throws Exception {
    return ServiceLoader.load(FrameworkFactory.class)
        .findFirst()
        .orElseThrow()
        .newFramework(
            Map.of(
                Constants.FRAMEWORK_STORAGE,
                folder.newFolder("cache").toString(),
                Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                Integer.toString(Distribution.LEAN_LEVEL + 5),
                "felix.fileinstall.dir",
                etc.toString(),
                "felix.fileinstall.noInitialDelay",
                "true",
                "felix.fileinstall.tmpdir",
                folder.newFolder("tmp").toString(),
                "felix.fileinstall.log.level",
                "1"));
  }

  private Bundle install(String location, InputStream in, int level) throws Exception {
    Bundle bundle = framework.getBundleContext().installBundle(location, in);
    bundle.adapt(BundleStartLevel.class).setStartLevel(level);
    return bundle;
  }

  /** Waits for the load, and returns what can be asked about it. */
  Supplier<?> awaitLoad() {
    BundleContext context = framework.getBundleContext();
    Await.until(
        "the load is on",
        this::problems,
        () -> context.getServiceReference(Supplier.class) != null);
    ServiceReference<?> reference = context.getServiceReference(Supplier.class);
    return (Supplier<?>) context.getService(reference);
  }

  private String problems() {
    StringBuilder states = new StringBuilder();
    for (Bundle bundle : framework.getBundleContext().getBundles()) {
      if (bundle.getState() != Bundle.ACTIVE) {
        states.append(bundle).append(" is in state ").append(bundle.getState()).append("; ");
      }
    }
    return states.toString();
  }

  /** Stops it, which must not take longer than a service manager waits. */
  void stop() throws Exception {
    long begun = System.nanoTime();
    framework.stop();
    FrameworkEvent event = framework.waitForStop(Await.PATIENCE.toMillis());
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    assertEquals("the framework has stopped", FrameworkEvent.STOPPED, event.getType());
    assertTrue("the stop took " + tookMillis + " ms", tookMillis < STOP_MILLIS);
  }

  /** One of the things that a load tells. */
  static Object get(Supplier<?> outcome, int index) {
    return ((List<?>) outcome.get()).get(index);
  }

  /** Waits for threads that a load tells of. */
  static void awaitEnd(Object threads) {
    for (Object each : (List<?>) threads) {
      Thread thread = (Thread) each;
      Await.until(
          "the thread ends: " + thread,
          () -> List.of(thread.getStackTrace()),
          () -> !thread.isAlive());
    }
  }
}
