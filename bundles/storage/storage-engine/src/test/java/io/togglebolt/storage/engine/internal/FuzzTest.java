package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseRepair;
import io.togglebolt.storage.DatabaseRepair.Output;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Spoilt files through every operation: right data or a typed error, never anything else and never
 * without an end. The system property {@value #SECONDS} lets it look for so many seconds among
 * seeds that nobody knows before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzTest {
  private static final String SECONDS = "togglebolt.fuzz.seconds";
  private static final int MUTANTS = 100;

  /** Far more than the slowest mutant takes on a slow machine; what takes longer does not end. */
  private static final long DEADLINE_SECONDS = 120;

  private static final Path TARGET = Path.of("/data/mended.db");
  private static final Output COPY = new Output.NewFile(TARGET);

  private record Sample(byte[] content, int pageSize) {}

  private final List<Sample> samples = new ArrayList<>();

  @BeforeAll
  void makeSamples() throws IOException {
    for (int pageSize : new int[] {1024, 2048, 4096, 8192, 16_384, 32_768, 65_536}) {
      samples.add(new Sample(ours(pageSize), pageSize));
    }
    // Twice as often as the others: they have more kinds of pages.
    samples.addAll(samples.subList(0, 3));
    for (String name :
        List.of(
            "p1024-array-nfsfalse-s1",
            "p4096-array-nfsfalse-s2",
            "p4096-hashmap-nfstrue-s3",
            "p16384-hashmap-nfsfalse-s4")) {
      int pageSize = Integer.parseInt(name.substring(1, name.indexOf('-')));
      samples.add(new Sample(resource(name + ".db.gz"), pageSize));
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream packed =
        Objects.requireNonNull(FuzzTest.class.getResourceAsStream("/bolt/" + name), name)) {
      return new GZIPInputStream(packed).readAllBytes();
    }
  }

  private static byte[] ours(int pageSize) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    SplitMix64 random = new SplitMix64(pageSize);
    try (Database database = EngineBed.withAllParts(disk).open(pageSize)) {
      for (int round = 0; round < 4; round++) {
        int first = round * 40;
        database.update(
            transaction -> {
              Bucket bucket = transaction.createBucketIfMissing(new byte[] {'a'});
              for (int i = first; i < first + 60; i++) {
                bucket.put(new byte[] {(byte) i, 1}, new byte[random.choice(0, 9, 30, 300)]);
              }
              Bucket inner = bucket.createBucketIfMissing(new byte[] {'i', (byte) first});
              inner.put(new byte[] {1}, new byte[] {2});
              inner.createBucketIfMissing(new byte[] {'j'}).put(new byte[] {1}, new byte[3000]);
              transaction.createBucketIfMissing(new byte[] {'z', (byte) first}).setSequence(first);
            });
      }
      database.update(
          transaction -> {
            Bucket bucket = Objects.requireNonNull(transaction.bucket(new byte[] {'a'}));
            for (int i = 0; i < 100; i += 3) {
              bucket.delete(new byte[] {(byte) i, 1});
            }
          });
      // As it is while open: whatever a clean close does to it, a crash has not.
      if (pageSize % 3 == 1) {
        return disk.content(EngineBed.FILE);
      }
    }
    return disk.content(EngineBed.FILE);
  }

  @Test
  void aSpoiltFileGivesRightDataOrATypedError() {
    Long seconds = Long.getLong(SECONDS);
    if (seconds == null) {
      Seeds.check(1, MUTANTS, this::inTime);
      return;
    }
    long first = System.nanoTime();
    long seed = first;
    while (System.nanoTime() - first < TimeUnit.SECONDS.toNanos(seconds)) {
      Seeds.check(seed++, this::inTime);
    }
  }

  private void inTime(SplitMix64 random) throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              mutant(random);
              return true;
            });
    Thread thread = Thread.ofPlatform().daemon().start(task);
    try {
      task.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Error error ? error : new AssertionError(failure);
    } catch (TimeoutException endless) {
      AssertionError where = new AssertionError("it does not end");
      where.setStackTrace(thread.getStackTrace());
      throw where;
    }
  }

  private void mutant(SplitMix64 random) throws IOException {
    Sample sample = samples.get(random.below(samples.size()));
    Sample other = samples.get(random.below(samples.size()));
    byte[] spoilt =
        new Mutation(random, sample.content.clone(), sample.pageSize, other.content).apply();
    boolean sound = read(spoilt);
    repair(spoilt, sound);
    write(spoilt, sound, random);
  }

  private static SimulatedDisk disk(byte[] content) {
    SimulatedDisk disk = new SimulatedDisk();
    disk.put(EngineBed.FILE, content);
    return disk;
  }

  private static Database open(SimulatedDisk disk, Path file, boolean writable) {
    DatabaseOptions options = DatabaseOptions.defaults().withLockTimeout(0).withCreate(false);
    return EngineBed.withAllParts(disk)
        .engine
        .open(file, writable ? options : options.asReadOnly());
  }

  /** Reads everything in every way; returns whether the check found nothing. */
  private static boolean read(byte[] content) throws IOException {
    SimulatedDisk disk = disk(content);
    Contents contents;
    boolean sound;
    try (Database database = open(disk, EngineBed.FILE, false)) {
      sound = isSound(database);
      contents = Contents.of(database);
      walkWhole(database, disk, sound ? contents.dump : null);
    } catch (StorageException refused) {
      return false;
    }
    if (sound) {
      assertEquals(null, contents.failure, "the check is clean, but reading fails");
    }
    assertEquals(0, Arrays.compare(content, disk.content(EngineBed.FILE)), "reading wrote");
    return sound;
  }

  /** What walks over all pages at once: the figures, and a copy, which holds the same. */
  private static void walkWhole(Database database, SimulatedDisk disk, @Nullable String dump)
      throws IOException {
    boolean counted = refusable(() -> database.view(reader -> reader.root().stats()));
    boolean copied = refusable(() -> database.compactTo(TARGET));
    if (dump != null) {
      assertTrue(counted && copied, "the check is clean, but stats or a compaction are refused");
      assertSame(dump, dump(disk, TARGET), "after a compaction");
    }
  }

  private static boolean isSound(Database database) {
    try (Inspection inspection = database.inspect()) {
      boolean sound = inspection.check().isEmpty();
      inspection.metas();
      int[] left = {2_000};
      inspection.pages(
          page -> {
            if (left[0]-- > 0) {
              inspection.page(page.id());
            }
          });
      return sound;
    }
  }

  /** All that can be read, as a digest, or why it cannot. */
  private record Contents(String dump, @Nullable StorageException failure) {
    static Contents of(Database database) throws IOException {
      java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
      StorageException failure = null;
      try {
        database.dump(out);
      } catch (StorageException refused) {
        failure = refused;
      }
      try (Transaction reader = database.beginRead()) {
        walk(reader.root(), 0, new int[] {20_000});
      } catch (StorageException refused) {
        failure = failure == null ? refused : failure;
      }
      return new Contents(out.toString(java.nio.charset.StandardCharsets.US_ASCII), failure);
    }

    /** Both ways, by seek and by get; a bounded number of steps, since pages may be shared. */
    private static void walk(Bucket bucket, int depth, int[] steps) {
      List<byte[]> keys = new ArrayList<>();
      Cursor cursor = bucket.cursor();
      for (boolean more = cursor.first(); more && steps[0]-- > 0; more = cursor.next()) {
        keys.add(cursor.key());
        cursor.value();
      }
      boolean whole = steps[0] > 0;
      int at = keys.size();
      for (boolean more = cursor.last(); more && steps[0]-- > 0; more = cursor.previous()) {
        at--;
        if (whole && (at < 0 || !Arrays.equals(keys.get(at), cursor.key()))) {
          throw new StorageException("backward and forward differ");
        }
      }
      for (byte[] key : keys) {
        if (!cursor.seek(key) || !Arrays.equals(cursor.key(), key)) {
          throw new StorageException("a key is not found by seek");
        }
        if (!cursor.isBucket() && !Arrays.equals(bucket.get(key), cursor.value())) {
          throw new StorageException("get and cursor differ");
        }
        Bucket child = depth < 20 && cursor.isBucket() ? bucket.bucket(key) : null;
        if (child != null && steps[0] > 0) {
          walk(child, depth + 1, steps);
        }
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Returns whether it was done, and not refused. */
  private static boolean refusable(Work work) throws IOException {
    try {
      work.run();
      return true;
    } catch (StorageException refused) {
      String message = String.valueOf(refused.getMessage());
      assertFalse(message.isBlank() || message.contains("is not sound"), message);
      return false;
    }
  }

  private static String dump(SimulatedDisk disk, Path file) throws IOException {
    try (Database database = open(disk, file, false)) {
      Contents contents = Contents.of(database);
      assertEquals(null, contents.failure);
      return contents.dump;
    }
  }

  /** Compares dumps; a failure tells the first lines that differ, not all. */
  private static void assertSame(String before, String after, String what) {
    List<String> expected = before.lines().toList();
    List<String> found = after.lines().toList();
    for (int i = 0; i < Math.min(expected.size(), found.size()); i++) {
      assertEquals(expected.get(i), found.get(i), what);
    }
    assertEquals(expected.size(), found.size(), what);
  }

  private static void assertSound(SimulatedDisk disk, Path file, String what) {
    try (Database database = open(disk, file, false);
        Inspection inspection = database.inspect()) {
      assertEquals(List.of(), inspection.check(), what);
    }
  }

  private static void repair(byte[] content, boolean sound) throws IOException {
    String before = sound ? dump(disk(content), EngineBed.FILE) : "";
    for (int kind = 0; kind < 4; kind++) {
      int which = kind;
      SimulatedDisk disk = disk(content);
      DatabaseRepair repair = new EngineRepair(disk, EngineBed.withAllParts(disk).engine);
      boolean done =
          refusable(
              () -> {
                switch (which) {
                  case 0 -> repair.rebuildFreelist(EngineBed.FILE, COPY);
                  case 1 -> repair.abandonFreelist(EngineBed.FILE, COPY);
                  case 2 -> repair.revertMeta(EngineBed.FILE, COPY);
                  default -> repair.salvage(EngineBed.FILE, TARGET);
                }
              });
      assertEquals(
          0, Arrays.compare(content, disk.content(EngineBed.FILE)), "a repair changed its source");
      if (done && kind != 1) {
        assertSound(disk, TARGET, "after repair " + kind);
      }
      if (done && sound && kind != 2) {
        assertSame(before, dump(disk, TARGET), "after repair " + kind);
      } else if (sound && kind != 2) {
        fail("repair " + kind + " of a sound file was refused");
      }
    }
  }

  private static void write(byte[] content, boolean sound, SplitMix64 random) throws IOException {
    SimulatedDisk disk = disk(content);
    boolean open =
        refusable(
            () -> {
              try (Database database = open(disk, EngineBed.FILE, true)) {
                for (int i = random.between(1, 4); i > 0; i--) {
                  refusable(() -> database.update(transaction -> change(transaction, random)));
                }
                isSound(database);
                refusable(() -> database.shrink(50, progress -> {}));
                OutputStream nowhere = OutputStream.nullOutputStream();
                refusable(() -> database.dump(nowhere));
              }
            });
    if (sound && open) {
      assertSound(disk, EngineBed.FILE, "after writing to a sound file");
    }
  }

  private static void change(Transaction transaction, SplitMix64 random) {
    List<byte[]> names = new ArrayList<>();
    Cursor cursor = transaction.root().cursor();
    for (boolean more = cursor.first(); more && names.size() < 50; more = cursor.next()) {
      if (cursor.isBucket()) {
        names.add(cursor.key());
      }
    }
    if (!names.isEmpty() && random.chance(1, 4)) {
      transaction.deleteBucket(names.get(random.below(names.size())));
      return;
    }
    if (!names.isEmpty() && random.chance(1, 4)) {
      Bucket target = transaction.createBucket(new byte[] {'t', 'o', (byte) random.below(256)});
      transaction.root().moveBucket(names.get(random.below(names.size())), target);
      return;
    }
    Bucket bucket =
        names.isEmpty() || random.chance(1, 5)
            ? transaction.createBucketIfMissing(new byte[] {'n', 'e', 'w'})
            : transaction.bucket(names.get(random.below(names.size())));
    if (bucket == null) {
      // Found when walking, not when searching: the damage does that.
      return;
    }
    for (int i = random.between(1, 60); i > 0; i--) {
      bucket.put(new byte[] {(byte) random.below(256), 1}, new byte[random.choice(1, 50, 2000)]);
    }
    Cursor walk = bucket.cursor();
    for (boolean more = walk.first(); more && random.chance(9, 10); more = walk.next()) {
      if (!walk.isBucket() && random.chance(1, 2)) {
        walk.delete();
      }
    }
  }
}
