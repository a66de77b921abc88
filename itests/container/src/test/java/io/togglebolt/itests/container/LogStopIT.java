package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;

import io.togglebolt.itests.container.load.LogLoadActivator;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The framework stops while a bundle appends to a log. The test starts a framework of its own,
 * since it has to outlive it; it sees the log by plain Java afterwards.
 */
public class LogStopIT {
  private static final long SOME = 500;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void nothingAcknowledgedIsLostWhenTheUserStopsFirst() throws Exception {
    stopUnderLoad(Distribution.LEAN_LEVEL + 1);
  }

  @Test
  public void nothingAcknowledgedIsLostWhenTheLogStopsFirst() throws Exception {
    stopUnderLoad(Distribution.jar(Container.LOG).startLevel() - 1);
  }

  private void stopUnderLoad(int startLevelOfUser) throws Exception {
    Path directory = folder.newFolder("data").toPath().resolve("log");
    String configuration = "name = main\ndirectory = " + directory + "\nsegment-bytes = 65536\n";
    OwnFramework framework =
        OwnFramework.start(
            folder, Map.of("io.togglebolt.log-main.cfg", configuration), load(), startLevelOfUser);
    Supplier<?> outcome;
    try {
      outcome = framework.awaitLoad();
      Supplier<?> asked = outcome;
      Await.until("some appends", asked, () -> number(asked, 1) > SOME);
    } finally {
      framework.stop();
    }
    OwnFramework.awaitEnd(OwnFramework.get(outcome, 3));
    assertEquals("what must not happen", List.of(), OwnFramework.get(outcome, 2));
    assertEquals("what was accepted is acknowledged", number(outcome, 0), number(outcome, 1));
    assertEquals("open files", List.of(), OpenFiles.below(directory));
    requireAll(directory, number(outcome, 1));
  }

  private static BundleJar load() {
    return BundleJar.named("io.togglebolt.itests.load")
        .header("Bundle-Activator", LogLoadActivator.class.getName())
        .header(
            "Import-Package",
            "org.osgi.framework,org.osgi.util.tracker,io.togglebolt.wal,io.togglebolt.raft")
        .classes(LogLoadActivator.class, LogLoadActivator.Outcome.class)
        .classes(LogLoadActivator.class.getDeclaredClasses());
  }

  private static long number(Supplier<?> outcome, int index) {
    return (Long) OwnFramework.get(outcome, index);
  }

  /** The log was closed cleanly, is free, and holds what was acknowledged. */
  private static void requireAll(Path directory, long acknowledged) {
    WalFactory logs = ServiceLoader.load(WalFactory.class).findFirst().orElseThrow();
    assertEquals("half-written", Optional.empty(), logs.tools().verify(directory).torn());
    ReplayedLog replayed = new ReplayedLog();
    try (Wal log = logs.open(directory, SnapshotMark.BEGINNING, replayed, WalOptions.defaults())) {
      assertEquals("entries", acknowledged, log.status().lastIndex());
      assertEquals("entries", acknowledged, replayed.entries().size());
    }
  }
}
