package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * After each thing that is done to the disk the power is cut, and what may be left is opened: it
 * holds the last acknowledged commit, or the one in flight, whole.
 *
 * <p>The system property {@code togglebolt.crash.rounds} asks for more histories than the default.
 */
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("togglebolt.crash.rounds", 4);
  private static final int COMMITS = 12;
  private static final int CUTS = 2;

  @Test
  void anAcknowledgedCommitSurvivesAPowerCutAndNoCommitIsTorn() {
    Seeds.check(1, ROUNDS, random -> new History(random, random.choice(1024, 4096)).run());
  }

  /** A database's life, looked at after each change of its disk. */
  private static final class History {
    private final SplitMix64 random;
    private final SplitMix64 cuts;
    private final DatabaseOptions options;
    private final SimulatedDisk disk = new SimulatedDisk();
    private final EngineBed bed = EngineBed.withAllParts(new WatchedDisk(disk, this::cut));
    private final RandomWriter writer;
    private Model acknowledged = new Model();
    private @Nullable Model inFlight;
    private boolean watching;
    private long survivorsOld;
    private long survivorsNew;

    History(SplitMix64 random, int pageSize) {
      this.random = random;
      cuts = random.fork();
      options =
          DatabaseOptions.defaults()
              .withPageSize(pageSize)
              .withFreelistPersistence(random.choice(FreelistPersistence.values()));
      writer = new RandomWriter(random, pageSize);
    }

    void run() throws Exception {
      ArrayDeque<Transaction> readers = new ArrayDeque<>();
      try (Database database = bed.open(options)) {
        watching = true;
        for (int i = 0; i < COMMITS; i++) {
          if (random.chance(1, 3)) {
            readers.add(database.beginRead());
          }
          if (random.chance(1, 3)) {
            bed.use(database, "freelist", random.choice("legacy", "range"));
          }
          commit(database);
          if (random.chance(1, 4) && !readers.isEmpty()) {
            readers.remove().close();
          }
        }
      }
      assertTrue(survivorsOld > 0, "no cut kept the commit before");
      assertTrue(survivorsNew > 0, "no cut kept the commit in flight");
    }

    private void commit(Database database) {
      try (Transaction transaction = database.beginWrite()) {
        Model next = acknowledged.copy();
        writer.change(transaction.root(), next);
        inFlight = next;
        transaction.commit();
        acknowledged = next;
        inFlight = null;
      }
    }

    private void cut() {
      for (int i = 0; watching && i < CUTS; i++) {
        open(disk.powerCut(cuts));
      }
    }

    private void open(SimulatedDisk left) {
      EngineBed other = EngineBed.withAllParts(left);
      // A list that is found is used whatever the mode, and one that is not there is not missed.
      FreelistPersistence mode = cuts.choice(FreelistPersistence.values());
      try (Database database = other.open(options.withFreelistPersistence(mode))) {
        Model.assertSound(database);
        database.view(
            transaction -> {
              assertWhole(transaction);
              return null;
            });
        database.update(transaction -> transaction.createBucketIfMissing(new byte[] {9, 9, 9}));
        Model.assertSound(database);
      }
    }

    /** The transaction id tells which of the two states this is; then it must be all of it. */
    private void assertWhole(Transaction transaction) {
      Model next = inFlight;
      if (next != null && sees(transaction, next)) {
        survivorsNew++;
        return;
      }
      acknowledged.assertSame(transaction.root());
      survivorsOld++;
    }

    private static boolean sees(Transaction transaction, Model model) {
      try {
        model.assertSame(transaction.root());
        return true;
      } catch (AssertionError other) {
        return false;
      }
    }
  }
}
