package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFailedException;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.DiskFaults.Failure;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.IOException;
import java.util.Objects;

/**
 * One session with a database in which one call of the disk goes wrong, whichever it is: the file
 * is opened, some transactions change it, it is closed. After the failure the session goes on as
 * well as it may, and in the end nothing that was acknowledged is lost.
 */
final class FaultySession {
  private static final int COMMITS = 4;
  private static final byte[] BIG = {'b', 'i', 'g'};

  /** More than the first mapping holds. */
  private static final int LARGE_BYTES = 1_100_000;

  /** More than the first length of a file. */
  private static final int MEDIUM_BYTES = 50_000;

  /** What goes wrong. */
  enum Kind {
    REFUSED,
    HALF_DONE,
    REFUSED_FROM_THEN_ON,
    INTERRUPTED
  }

  private final SimulatedDisk disk = new SimulatedDisk();
  private final EngineBed bed = EngineBed.withAllParts(disk);
  private final DatabaseOptions options;
  private final SplitMix64 random;
  private final RandomWriter writer;
  private final byte[] before;
  private final Kind kind;
  private final ExpectedStates expected;
  private Model current;
  private boolean struck;

  /**
   * Arms the fault.
   *
   * @param file the file's content, empty for a new one
   * @param content what that holds
   * @param n the call that fails, counted from 1
   */
  FaultySession(
      DatabaseOptions options, byte[] file, Model content, Kind kind, long n, SplitMix64 random) {
    this.options = options;
    this.random = random;
    this.kind = kind;
    before = file;
    current = content;
    expected = new ExpectedStates(content);
    writer = new RandomWriter(random, options.pageSizeBytes(), 60);
    if (file.length > 0) {
      disk.put(EngineBed.FILE, file);
    }
    switch (kind) {
      case REFUSED -> disk.faults().failAt(n, Failure.REFUSED);
      case HALF_DONE -> disk.faults().failAt(n, Failure.HALF_DONE);
      case REFUSED_FROM_THEN_ON -> disk.faults().failFrom(n, Failure.REFUSED);
      case INTERRUPTED -> {}
    }
    long[] calls = {0};
    disk.observe(
        event -> {
          if (++calls[0] == n) {
            struck = true;
            if (kind == Kind.INTERRUPTED) {
              Thread.currentThread().interrupt();
            }
          }
        });
  }

  /** Goes through the session; says whether there was such a call. */
  boolean run() throws IOException {
    Database database = open();
    Transaction old = database.beginRead();
    for (int i = 0; i < COMMITS; i++) {
      if (!commit(database, i) && !commit(database, i)) {
        // It says why it does not go on; only a new session can know what the disk holds.
        old.close();
        database.close();
        database = reopen();
        old = database.beginRead();
        assertTrue(commit(database, i), "a commit of the session after the failure");
      }
    }
    shrink(database);
    if (random.chance(1, 2)) {
      old.close();
    }
    database.close();
    // An interrupt that nobody took notice of is still there.
    Thread.interrupted();
    disk.faults().clear();
    disk.observe(event -> {});
    look(disk);
    look(disk.powerCut(random));
    return struck;
  }

  private Database open() throws IOException {
    try {
      return bed.open(options);
    } catch (DatabaseIOException refused) {
      assertNamed(refused);
      disk.faults().clear();
      assertUnchanged();
      return bed.open(options);
    }
  }

  /** An open that failed leaves the bytes of a file as they were; of a new one any part is fit. */
  private void assertUnchanged() throws IOException {
    if (before.length > 0) {
      assertArrayEquals(before, disk.content(EngineBed.FILE));
    }
  }

  private Database reopen() {
    disk.faults().clear();
    if (random.chance(1, 2)) {
      disk.dropCaches();
    }
    Database database = bed.open(options);
    current = expected.content(Objects.requireNonNull(database.view(expected::find)));
    return database;
  }

  /** Says whether it was acknowledged. */
  private boolean commit(Database database, int number) {
    long seen = hash(database);
    Model next = current.copy();
    try (Transaction transaction = database.beginWrite()) {
      change(transaction, next, number);
      expected.inFlight(next);
      transaction.commit();
      expected.acknowledged();
      current = next;
      return true;
    } catch (DatabaseFailedException forbidden) {
      assertTrue(String.valueOf(forbidden.getMessage()).contains("opened again"));
      assertEquals(seen, hash(database), "reads go on");
      return false;
    } catch (StorageException refused) {
      if (refused.getCause() instanceof InterruptedException) {
        assertTrue(Thread.interrupted());
        return false;
      }
      assertNamed(refused);
      assertEquals(seen, hash(database), "what readers see stays");
      Model.assertSound(database);
      settleWhatMayBeFound(database);
      return false;
    }
  }

  /** It fails like a commit, and changes nothing that anybody sees. */
  private void shrink(Database database) {
    long seen = hash(database);
    try {
      database.shrink(8, progress -> {});
    } catch (StorageException refused) {
      if (!(refused.getCause() instanceof InterruptedException)) {
        assertNamed(refused);
      }
    }
    Thread.interrupted();
    assertEquals(seen, hash(database));
    Model.assertSound(database);
  }

  /** Where further writes are allowed, the refused commit is surely not on the disk. */
  private void settleWhatMayBeFound(Database database) {
    try (Transaction probe = database.beginWrite()) {
      assertTrue(probe.writable());
      expected.refused();
    } catch (DatabaseFailedException forbidden) {
      assertNamed(forbidden);
      assertThrows(DatabaseFailedException.class, database::beginWrite);
    }
    if (kind == Kind.REFUSED_FROM_THEN_ON && random.chance(1, 2)) {
      disk.faults().clear();
    }
  }

  private void change(Transaction transaction, Model next, int number) {
    writer.change(transaction.root(), next);
    Model due = (Model) next.entries.computeIfAbsent(BIG, missing -> new Model());
    Bucket bucket = transaction.createBucketIfMissing(BIG);
    byte[] value = random.bytes(number == 1 ? growthBytes() : 3000);
    bucket.put(new byte[] {(byte) number}, value);
    due.entries.put(new byte[] {(byte) number}, value);
  }

  /** One mode is enough to grow past the mapping, which takes most of the time. */
  private int growthBytes() {
    boolean large = before.length > 0 && options.freelistPersistence() == FreelistPersistence.LAZY;
    return large ? LARGE_BYTES : MEDIUM_BYTES;
  }

  private static long hash(Database database) {
    return Objects.requireNonNull(database.view(reader -> ExpectedStates.hash(reader.root())));
  }

  private static void assertNamed(StorageException refused) {
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("test.db") && message.contains("injected failure"), message);
  }

  private void look(SimulatedDisk world) {
    try (Database database = EngineBed.withAllParts(world).open(options)) {
      Model.assertSound(database);
      database.view(expected::find);
      database.update(transaction -> transaction.createBucketIfMissing(BIG));
      Model.assertSound(database);
    }
  }
}
