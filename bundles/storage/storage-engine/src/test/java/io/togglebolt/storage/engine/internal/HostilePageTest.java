package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Inspection.Use;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that lie: reading them is a typed error, the check names them, and nothing crashes. */
@Timeout(120)
class HostilePageTest {
  private static final int PAGE_SIZE = 1024;
  private static final byte[] BUCKET = {'b'};

  /** Changes a page; {@code branch} is the root of the bucket, {@code leaf} its first child. */
  private interface Lie {
    void tell(MemorySegment file, long branch, long leaf);
  }

  private record Case(String name, Lie lie, List<String> message) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, Lie lie, String... message) {
    return new Case(name, lie, List.of(message));
  }

  private static long element(long page, int index) {
    return page * PAGE_SIZE + Layouts.PAGE_HEADER + (long) index * Layouts.ELEMENT;
  }

  static List<Case> cases() {
    return List.of(
        of(
            "a key past its page",
            (file, branch, leaf) ->
                file.set(Layouts.U32, element(leaf, 0) + Layouts.LEAF_POS, 100_000),
            "element 0",
            "expected at most"),
        of(
            "a value past its page",
            (file, branch, leaf) ->
                file.set(Layouts.U32, element(leaf, 0) + Layouts.LEAF_VALUE_SIZE, -1),
            "element 0"),
        of(
            "more elements than fit",
            (file, branch, leaf) ->
                file.set(Layouts.U16, leaf * PAGE_SIZE + Layouts.PAGE_COUNT, (short) 9_000),
            "found 9000 elements in 1024 bytes"),
        of(
            "a circle of pages",
            (file, branch, leaf) ->
                file.set(Layouts.U64, element(branch, 0) + Layouts.BRANCH_CHILD, branch),
            "the tree is a circle"),
        of(
            "a child past the end",
            (file, branch, leaf) ->
                file.set(Layouts.U64, element(branch, 0) + Layouts.BRANCH_CHILD, 1L << 50),
            "found a reference to page 1125899906842624, expected 2 to"),
        of(
            "a child that is a meta",
            (file, branch, leaf) ->
                file.set(Layouts.U64, element(branch, 0) + Layouts.BRANCH_CHILD, 1),
            "found a reference to page 1, expected 2 to"),
        of(
            "another page's id",
            (file, branch, leaf) -> file.set(Layouts.U64, leaf * PAGE_SIZE, 77),
            "found page id 77 in its header, expected"),
        of(
            "two types at once",
            (file, branch, leaf) ->
                file.set(Layouts.U16, leaf * PAGE_SIZE + Layouts.PAGE_FLAGS, (short) 3),
            "found flags 0x3, expected a branch or leaf page"),
        of(
            "overflow past the end",
            (file, branch, leaf) ->
                file.set(Layouts.U32, leaf * PAGE_SIZE + Layouts.PAGE_OVERFLOW, -1),
            "found 4294967295 overflow pages, expected at most"),
        of(
            "a branch without elements",
            (file, branch, leaf) ->
                file.set(Layouts.U16, branch * PAGE_SIZE + Layouts.PAGE_COUNT, (short) 0),
            "without elements"));
  }

  private static SimulatedDisk soundDisk() {
    SimulatedDisk disk = new SimulatedDisk();
    try (Database database = EngineBed.withAllParts(disk).open(PAGE_SIZE)) {
      database.update(
          transaction -> {
            Bucket bucket = transaction.createBucket(BUCKET);
            for (int i = 0; i < 300; i++) {
              bucket.put(new byte[] {(byte) (i >> 8), (byte) i}, new byte[20]);
            }
            bucket.createBucket(new byte[] {9}).put(BUCKET, BUCKET);
          });
      database.update(transaction -> transaction.createBucket(new byte[] {'c'}));
    }
    return disk;
  }

  private static SimulatedDisk hostile(Lie lie) throws IOException {
    SimulatedDisk disk = soundDisk();
    long[] found = new long[2];
    try (Database database = EngineBed.withAllParts(disk).open(PAGE_SIZE);
        Inspection inspection = database.inspect()) {
      inspection.pages(
          page -> {
            if (page.use() == Use.BRANCH) {
              found[0] = page.id();
            }
          });
    }
    byte[] content = disk.content(EngineBed.FILE);
    MemorySegment file = MemorySegment.ofArray(content);
    found[1] = Layouts.getU64(file, element(found[0], 0) + Layouts.BRANCH_CHILD);
    lie.tell(file, found[0], found[1]);
    SimulatedDisk spoilt = new SimulatedDisk();
    spoilt.put(EngineBed.FILE, content);
    return spoilt;
  }

  private static void assertSays(StorageException damage, List<String> parts) {
    String message = String.valueOf(damage.getMessage());
    assertTrue(message.startsWith(EngineBed.FILE + ": page "), message);
    parts.forEach(part -> assertTrue(message.contains(part), message));
  }

  private static void readAll(Transaction transaction) {
    Cursor cursor = Objects.requireNonNull(transaction.bucket(BUCKET)).cursor();
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      cursor.key();
      cursor.value();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readingALieIsATypedErrorAndTheCheckNamesIt(Case hostile) throws Exception {
    EngineBed bed = EngineBed.withAllParts(hostile(hostile.lie));
    try (Database database = bed.open(DatabaseOptions.defaults())) {
      try (Transaction reader = database.beginRead()) {
        assertSays(
            assertThrows(CorruptPageException.class, () -> readAll(reader)), hostile.message);
      }
      try (Transaction writer = database.beginWrite()) {
        refusable(() -> writer.deleteBucket(BUCKET));
      }
      // What is not damaged goes on.
      database.update(transaction -> transaction.createBucket(new byte[] {'d'}));
      try (Inspection inspection = database.inspect()) {
        assertFalse(inspection.check().isEmpty(), "the check found nothing");
        inspection.pages(page -> inspection.page(page.id()));
      }
    }
  }

  @Test
  void anyDamagedByteIsAnErrorAtWorst() {
    SimulatedDisk sound = soundDisk();
    Seeds.check(
        1,
        400,
        random -> {
          byte[] content = sound.content(EngineBed.FILE);
          for (int i = random.between(1, 4); i > 0; i--) {
            // Headers and elements are where lies hurt.
            int page = random.below(content.length / PAGE_SIZE);
            int at = page * PAGE_SIZE + random.below(random.choice(32, 200, PAGE_SIZE));
            content[at] = random.choice((byte) 0, (byte) 0xFF, (byte) 1, (byte) random.next());
          }
          SimulatedDisk disk = new SimulatedDisk();
          disk.put(EngineBed.FILE, content);
          use(disk, random);
        });
  }

  /** Does all kinds of things; whatever is refused is refused with an error of the engine's own. */
  private static void use(SimulatedDisk disk, SplitMix64 random) throws Exception {
    EngineBed bed = EngineBed.withAllParts(disk);
    DatabaseOptions options = DatabaseOptions.defaults();
    try (Database database = bed.open(random.chance(1, 3) ? options.asReadOnly() : options)) {
      try (Inspection inspection = database.inspect()) {
        inspection.check();
        inspection.pages(page -> inspection.page(page.id()));
      }
      refusable(() -> database.view(HostilePageTest::readNothing));
      refusable(
          () ->
              database.view(
                  reader -> {
                    readAll(reader);
                    return null;
                  }));
      refusable(
          () ->
              database.update(
                  transaction -> {
                    Bucket bucket = transaction.createBucketIfMissing(BUCKET);
                    for (int i = 0; i < 300; i += 7) {
                      bucket.put(new byte[] {(byte) (i >> 8), (byte) i}, new byte[40]);
                      bucket.delete(new byte[] {(byte) (i >> 8), (byte) (i + 1)});
                    }
                  }));
      refusable(() -> database.update(transaction -> transaction.deleteBucket(BUCKET)));
    } catch (StorageException refused) {
      assertTrue(String.valueOf(refused.getMessage()).contains(EngineBed.FILE.toString()));
    }
  }

  private static boolean readNothing(Transaction transaction) {
    return transaction.root().cursor().last();
  }

  /** Work that may be refused. */
  private interface Work {
    void run() throws Exception;
  }

  private static void refusable(Work work) throws Exception {
    try {
      work.run();
    } catch (StorageException refused) {
      assertTrue(refused.getMessage() != null && !refused.getMessage().isEmpty());
    } catch (NullPointerException gone) {
      // The test's own: the damage has hidden the bucket.
      assertTrue(
          gone.getStackTrace()[1].getClassName().contains("HostilePageTest"), gone::toString);
    }
  }
}
