package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The power is cut after each change that a shrink makes to the disk, or the disk refuses it. */
class ShrinkCrashTest {
  private static final byte[] BUCKET = {'b'};
  private static final int CUTS = 3;

  @ParameterizedTest
  @EnumSource(FreelistPersistence.class)
  void whateverAPowerCutLeavesHoldsEverything(FreelistPersistence mode) {
    Seeds.check(mode.ordinal(), 3, random -> new History(random, mode).run());
  }

  private static String digest(Database database) {
    try {
      return database.view(OpsReplay::digest);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void fill(Database database, SplitMix64 random) {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucketIfMissing(BUCKET);
          for (int i = 0; i < 400; i++) {
            bucket.put(new byte[] {(byte) (i >> 8), (byte) i}, random.bytes(random.below(300)));
          }
          bucket.put(new byte[] {9}, random.bytes(3_000));
        });
    database.update(
        transaction -> {
          Bucket bucket = Objects.requireNonNull(transaction.bucket(BUCKET));
          for (int i = 0; i < 400; i++) {
            if (i % 5 != 0) {
              bucket.delete(new byte[] {(byte) (i >> 8), (byte) i});
            }
          }
        });
  }

  private static final class History {
    private final SplitMix64 random;
    private final FreelistPersistence mode;
    private final SimulatedDisk disk = new SimulatedDisk();
    private boolean watching;
    private String content = "";
    private int looked;

    History(SplitMix64 random, FreelistPersistence mode) {
      this.random = random;
      this.mode = mode;
    }

    void run() throws Exception {
      EngineBed bed = EngineBed.withAllParts(new WatchedDisk(disk, this::cut), random);
      DatabaseOptions options =
          DatabaseOptions.defaults().withPageSize(1024).withFreelistPersistence(mode);
      try (Database database = bed.open(options)) {
        fill(database, random);
        content = digest(database);
        long before = disk.content(EngineBed.FILE).length;
        Transaction reader = database.beginRead();
        watching = true;
        database.shrink(
            random.between(1, 30),
            progress -> {
              if (progress.commits() == 5) {
                reader.close();
              }
            });
        reader.close();
        database.shrink();
        assertTrue(
            disk.content(EngineBed.FILE).length < before / 2,
            "the file was cut while the power was");
      }
      assertTrue(looked > 20 * CUTS, "only " + looked + " cuts");
    }

    private void cut() {
      for (int i = 0; watching && i < CUTS; i++) {
        looked++;
        DatabaseOptions other =
            DatabaseOptions.defaults()
                .withFreelistPersistence(random.choice(FreelistPersistence.values()));
        try (Database left = EngineBed.withAllParts(disk.powerCut(random), random).open(other)) {
          Model.assertSound(left);
          assertEquals(content, digest(left));
          left.update(transaction -> transaction.createBucketIfMissing(new byte[] {9, 9}));
          left.shrink();
          Model.assertSound(left);
        }
      }
    }
  }

  @Test
  void aDiskThatDoesNotCutTheFileCostsNothingElse() throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    try (Database database = EngineBed.withAllParts(disk).open(1024)) {
      fill(database, new SplitMix64(1));
      String content = digest(database);
      disk.faults().failNth(DiskOperation.RESIZE, 1);
      DatabaseIOException refused = assertThrows(DatabaseIOException.class, database::shrink);
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("cannot be cut") && message.contains("injected"), message);
      assertEquals(content, digest(database));
      database.shrink();
      assertEquals(content, digest(database));
      assertEquals(database.stats().fileBytes(), disk.content(EngineBed.FILE).length);
      Model.assertSound(database);
    }
  }
}
