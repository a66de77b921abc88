package io.togglebolt.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;
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

  /** Makes one whose bundles up to a start level will be started with it. */
  static Container create(Map<String, String> settings, Path system, int level)
      throws BundleException, IOException {
    Map<String, Object> configuration = new HashMap<>(settings);
    configuration.put("felix.log.logger", new FrameworkLog());
    Framework framework = new FrameworkFactory().newFramework(configuration);
    framework.init();
    SystemBundles.install(framework.getBundleContext(), system, level);
    return new Container(framework);
  }

  /** Starts the framework and waits until the bundles up to this level are started. */
  void start(int level) throws BundleException, InterruptedException {
    framework.start();
    raise(level);
  }

  /**
   * Starts the bundles above a level, up to another, in the background: what a container shows of
   * itself is not what its start should wait for. Whoever must wait for it all the same finds a
   * {@link Future} among the services, with the property {@code container.started=true}.
   */
  void startService(int above, int level) throws InterruptedException {
    raise(level);
    CompletableFuture<Void> started = new CompletableFuture<>();
    BundleContext context = framework.getBundleContext();
    context.registerService(
        Future.class, started, new Hashtable<>(Map.of("container.started", true)));
    Thread.ofPlatform()
        .daemon()
        .name("togglebolt-service")
        .start(
            () -> {
              try {
                SystemBundles.startBetween(framework, above, level);
              } finally {
                started.complete(null);
              }
            });
  }

  /**
   * Starts the bundles above a level on this thread. Those are the shell's: JLine looks for its
   * terminal providers through the context class loader of the thread that starts the shell after
   * it, and takes the terminal for a dumb one when that is not its own.
   */
  void startShell(int above, int level) throws BundleException, InterruptedException {
    raise(level);
    SystemBundles.startAbove(framework.getBundleContext(), above);
  }

  private void raise(int level) throws InterruptedException {
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
