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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The framework stops while bundles write and read. The test starts a framework of its own, since
 * it has to outlive it; it sees the database by plain Java afterwards.
 */
public class FrameworkStopIT {
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
    String configuration = "name = main\npath = " + data + "\n";
    OwnFramework framework =
        OwnFramework.start(
            folder,
            Map.of("io.togglebolt.database-main.cfg", configuration),
            load(),
            startLevelOfUsers);
    Supplier<?> outcome;
    try {
      outcome = framework.awaitLoad();
      Supplier<?> asked = outcome;
      Await.until("some commits", asked, () -> commits(asked).stream().allMatch(n -> n > COMMITS));
    } finally {
      framework.stop();
    }
    OwnFramework.awaitEnd(OwnFramework.get(outcome, 3));
    assertEquals("errors without a type of ours", List.of(), OwnFramework.get(outcome, 2));
    requireAll(data, commits(outcome));
  }

  private static BundleJar load() throws ClassNotFoundException {
    return BundleJar.named("io.togglebolt.itests.load")
        .header("Bundle-Activator", LoadActivator.class.getName())
        .header(
            "Import-Package",
            "org.osgi.framework,org.osgi.util.tracker,io.togglebolt.storage,io.togglebolt.slot")
        .classes(LoadActivator.class, LoadActivator.Outcome.class);
  }

  private static List<Integer> commits(Supplier<?> outcome) {
    return ((List<?>) OwnFramework.get(outcome, 0)).stream().map(Integer.class::cast).toList();
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
