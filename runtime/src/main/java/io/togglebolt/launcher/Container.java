package io.togglebolt.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.util.tracker.ServiceTracker;

/** A framework with the distribution's bundles in it. */
final class Container {
  private static final long START_TIMEOUT_SECONDS = 60;
  private static final String MAIN =
      "(&(objectClass=java.util.concurrent.Callable)(main.thread=true))";

  private final Framework framework;

  private Container(Framework framework) {
    this.framework = framework;
  }

  /** Makes one that is not started. */
  static Container create(Map<String, String> settings, Path system)
      throws BundleException, IOException {
    Map<String, Object> configuration = new HashMap<>(settings);
    configuration.put("felix.log.logger", new FrameworkLog());
    Framework framework = new FrameworkFactory().newFramework(configuration);
    framework.init();
    SystemBundles.install(framework.getBundleContext(), system);
    return new Container(framework);
  }

  /** Starts the framework and waits until the bundles up to this level are started. */
  void start(int level) throws BundleException, InterruptedException {
    framework.start();
    raise(level);
  }

  /** Starts the bundles up to this level and waits for them. */
  void raise(int level) throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> reached.countDown());
    if (!reached.await(START_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "the bundles did not start within " + START_TIMEOUT_SECONDS + " s");
    }
  }

  /**
   * The service that wants to be called on the process's main thread.
   *
   * @throws IllegalStateException when no bundle offers one, which the log explains
   */
  Callable<?> main() throws InvalidSyntaxException, InterruptedException {
    ServiceTracker<Object, Object> tracker =
        new ServiceTracker<>(framework.getBundleContext(), FrameworkUtil.createFilter(MAIN), null);
    tracker.open();
    if (tracker.waitForService(TimeUnit.SECONDS.toMillis(5)) instanceof Callable<?> callable) {
      return callable;
    }
    throw new IllegalStateException(
        "the command line did not start, for a reason that is in the log");
  }

  /**
   * Makes this thread find what JLine keeps its terminal providers in: it looks for them through
   * the thread that starts the shell, and would else take the terminal for a dumb one.
   */
  void lendClassLoader(String symbolicName) {
    Arrays.stream(framework.getBundleContext().getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst()
        .map(bundle -> bundle.adapt(BundleWiring.class))
        .ifPresent(wiring -> Thread.currentThread().setContextClassLoader(wiring.getClassLoader()));
  }

  /** Waits until somebody stops the framework. */
  void awaitStop() throws InterruptedException {
    framework.waitForStop(0);
  }

  /** Stops all bundles, the last started first, and waits for that. */
  void stop(long timeoutMillis) throws BundleException, InterruptedException {
    framework.stop();
    framework.waitForStop(timeoutMillis);
  }
}
