package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.testkit.DiskFaults.Failure;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalExistsException;
import io.togglebolt.wal.WalFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fails once, at each of its operations in turn, while a log does all that it can. */
class FaultsTest {
  private static final int SAVES = 24;

  /** One run of the script, and what it was told. */
  private static final class Run {
    private final House house = House.withBothWriters();
    private final List<CompletableFuture<Void>> futures = new ArrayList<>();
    private long acknowledged;
    private boolean created;
    private boolean refused;

    private void script() throws InterruptedException {
      try (Wal log = house.factory.create(House.LOG, House.METADATA, House.small())) {
        created = true;
        for (int i = 1; i <= SAVES; i++) {
          futures.add(log.append(House.committed(i - 1), House.entries(i, 1, 700)));
          if (i % 3 == 0) {
            house.scheduler.runUntilIdle();
          }
          other((OpenLog) log, i);
        }
        log.sync();
      } finally {
        house.scheduler.runUntilIdle();
        acknowledged = countAcknowledged();
      }
    }

    private void other(OpenLog log, int i) throws InterruptedException {
      if (i == 5) {
        log.cut();
      } else if (i == 10) {
        log.saveSnapshot(SnapshotMark.of(8, 1));
      } else if (i == 12) {
        log.release(8);
        log.purge(2);
      } else if (i == 16) {
        log.slot().pin("dsync");
        house.scheduler.runUntilIdle();
      } else if (i == 20) {
        log.purge(1);
      }
    }

    private long countAcknowledged() {
      long count = 0;
      for (CompletableFuture<Void> future : futures) {
        assertTrue(future.isDone(), "every future is completed in the end");
        try {
          future.join();
          assertEquals(count, futures.indexOf(future), "none after one that failed");
          count++;
        } catch (CompletionException failed) {
          assertTrue(failed.getCause() instanceof WalFailedException, failed.toString());
        }
      }
      return count;
    }
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void nothingAcknowledgedIsLostWhateverFails(Failure failure) throws Exception {
    Run whole = new Run();
    whole.script();
    assertEquals(SAVES, whole.acknowledged);
    long operations = operations(whole.house);
    for (long n = 1; n <= operations; n++) {
      Run run = new Run();
      run.house.disk.faults().failAt(n, failure);
      try {
        run.script();
      } catch (WalException refused) {
        // Saves, a purge or the creation itself; what was acknowledged before is what counts.
        run.refused = true;
      }
      run.house.disk.faults().clear();
      if (run.created) {
        verify(run, "operation " + n + ", " + failure);
      } else {
        createOrOpen(run.house);
      }
    }
  }

  private static long operations(House house) {
    return Arrays.stream(DiskOperation.values()).mapToLong(house.disk::count).sum();
  }

  /** All of it or nothing is there: it can be made, or is whole. */
  private static void createOrOpen(House house) {
    try {
      house.create(House.small()).close();
    } catch (WalExistsException whole) {
      house.open(House.small()).close();
    }
  }

  private static void verify(Run run, String what) {
    List<Entry> entries;
    try {
      entries = replayFrom(run.house, SnapshotMark.BEGINNING);
    } catch (WalException purged) {
      entries = replayFrom(run.house, SnapshotMark.of(8, 1));
    }
    assertTrue(!entries.isEmpty() || run.acknowledged == 0, what);
    long first = entries.isEmpty() ? 1 : entries.getFirst().index();
    for (int i = 0; i < entries.size(); i++) {
      assertEquals(House.entries(first + i, 1, 700).getFirst(), entries.get(i), what);
    }
    long last = first + entries.size() - 1;
    assertTrue(last >= run.acknowledged, what + ": " + last + " of " + run.acknowledged);
    assertTrue(last <= SAVES, what);
    assertTrue(run.refused || run.acknowledged == SAVES, what);
  }

  private static List<Entry> replayFrom(House house, SnapshotMark mark) {
    io.togglebolt.wal.ReplayedLog replayed = new io.togglebolt.wal.ReplayedLog();
    house.factory.open(House.LOG, mark, replayed, House.small()).close();
    return replayed.entries();
  }
}
