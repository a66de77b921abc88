package io.togglebolt.itests.container;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.togglebolt.itests.container.load.LoadActivator;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Transaction;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;
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
 * The framework stops while bundles write and read. The test starts a framework of its own, since
 * it has to outlive it; it sees the database by plain Java afterwards.
 */
public class FrameworkStopIT {
  /** How long a service manager gives a process that was asked to end. */
  private static final long STOP_MILLIS = 5_000;

  private static final int COMMITS = 50;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void nothingAcknowledgedIsLostWhenTheUsersStopFirst() throws Exception {
    stopUnderLoad(Distribution.LEAN_LEVEL + 1);
  }

  @Test
  public void nothingAcknowledgedIsLostWhenTheDatabaseStopsFirst() throws Exception {
    stopUnderLoad(Distribution.jar("io.togglebolt.storage.engine").startLevel() - 1);
  }

  private void stopUnderLoad(int startLevelOfUsers) throws Exception {
    Path data = folder.newFolder("data").toPath().resolve("main.db");
    Framework framework = start(data, startLevelOfUsers);
    Supplier<?> outcome = null;
    try {
      BundleContext context = framework.getBundleContext();
      Await.until(
          "the load is on",
          () -> problems(framework),
          () -> context.getServiceReference(Supplier.class) != null);
      ServiceReference<?> reference = context.getServiceReference(Supplier.class);
      outcome = (Supplier<?>) context.getService(reference);
      Supplier<?> asked = outcome;
      Await.until("some commits", asked, () -> commits(asked).stream().allMatch(n -> n > COMMITS));
    } finally {
      long begun = System.nanoTime();
      framework.stop();
      FrameworkEvent event = framework.waitForStop(Await.PATIENCE.toMillis());
      long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      assertEquals("the framework has stopped", FrameworkEvent.STOPPED, event.getType());
      assertTrue("the stop took " + tookMillis + " ms", tookMillis < STOP_MILLIS);
    }
    requireThreadsToEnd(outcome);
    assertEquals("errors without a type of ours", List.of(), get(outcome, 2));
    requireAll(data, commits(outcome));
  }

  private Framework start(Path data, int startLevelOfUsers) throws Exception {
    Path etc = folder.newFolder("etc").toPath();
    Files.writeString(
        etc.resolve("io.togglebolt.database-main.cfg"), "name = main\npath = " + data + "\n");
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
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
    framework.init();
    List<Bundle> bundles = new ArrayList<>();
    for (Distribution.Jar jar : Distribution.jars()) {
      if (jar.startLevel() <= Distribution.LEAN_LEVEL) {
        try (InputStream in = Files.newInputStream(jar.file())) {
          bundles.add(install(framework, jar.file().toString(), in, jar.startLevel()));
        }
      }
    }
    try (InputStream in = load().stream()) {
      bundles.add(install(framework, "test:load", in, startLevelOfUsers));
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
    framework.start();
    return framework;
  }

  private static Bundle install(Framework framework, String location, InputStream in, int level)
      throws Exception {
    Bundle bundle = framework.getBundleContext().installBundle(location, in);
    bundle.adapt(BundleStartLevel.class).setStartLevel(level);
    return bundle;
  }

  private static BundleJar load() throws ClassNotFoundException {
    return BundleJar.named("io.togglebolt.itests.load")
        .header("Bundle-Activator", LoadActivator.class.getName())
        .header(
            "Import-Package",
            "org.osgi.framework,org.osgi.util.tracker,io.togglebolt.storage,io.togglebolt.slot")
        .classes(LoadActivator.class, LoadActivator.Outcome.class);
  }

  private static String problems(Framework framework) {
    StringBuilder states = new StringBuilder();
    for (Bundle bundle : framework.getBundleContext().getBundles()) {
      if (bundle.getState() != Bundle.ACTIVE) {
        states.append(bundle).append(" is in state ").append(bundle.getState()).append("; ");
      }
    }
    return states.toString();
  }

  private static List<Integer> commits(Supplier<?> outcome) {
    return ((List<?>) get(outcome, 0)).stream().map(Integer.class::cast).toList();
  }

  private static Object get(Supplier<?> outcome, int index) {
    return ((List<?>) outcome.get()).get(index);
  }

  private static void requireThreadsToEnd(Supplier<?> outcome) {
    for (Object each : (List<?>) get(outcome, 3)) {
      Thread thread = (Thread) each;
      Await.until(
          "the thread ends: " + thread,
          () -> List.of(thread.getStackTrace()),
          () -> !thread.isAlive());
    }
  }

  /** All that was acknowledged is there, and the file is sound. */
  private static void requireAll(Path data, List<Integer> commits) {
    DatabaseFactory factory = ServiceLoader.load(DatabaseFactory.class).findFirst().orElseThrow();
    try (Database database = factory.open(data, DatabaseOptions.defaults().withLockTimeout(0));
        Transaction reader = database.beginRead()) {
      assertTrue("a stop is a clean close", database.stats().freelistPages() > 0);
      for (int writer = 0; writer < commits.size(); writer++) {
        Bucket bucket = reader.bucket(new byte[] {(byte) writer});
        for (int number = 0; number < commits.get(writer); number++) {
          byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
          assertArrayEquals(
              "commit " + number + " of writer " + writer, new byte[300], bucket.get(key));
        }
      }
      try (Inspection inspection = database.inspect()) {
        assertEquals(List.of(), inspection.check());
      }
    }
  }
}
