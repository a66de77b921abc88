package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk becomes full. Needs the right to mount a small file system in memory. */
class FullDiskTest {
  private static final byte[] BUCKET = {'b'};
  private static final int DISK_KIB = 4_096;
  private static final int BALLAST_BYTES = 2 << 20;
  private static final int VALUE_BYTES = 50_000;

  @TempDir private Path folder;
  private boolean mounted;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_KIB + "k", "full-disk", folder.toString());
    assumeTrue(mounted, "skipped: this user may not mount a tmpfs, which root may");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    if (mounted) {
      assertTrue(run("umount", "-l", folder.toString()), "cannot unmount " + folder);
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noSuchCommand) {
      // Systems without it cannot run this test.
      return false;
    }
  }

  private static void put(Database database, int key) {
    database.update(
        transaction ->
            transaction
                .createBucketIfMissing(BUCKET)
                .put(new byte[] {(byte) key}, new byte[VALUE_BYTES]));
  }

  private static void assertHolds(Database database, int keys) {
    int found =
        database.view(
            transaction -> {
              Bucket bucket = Objects.requireNonNull(transaction.bucket(BUCKET));
              int count = 0;
              for (; count <= keys; count++) {
                byte[] value = bucket.get(new byte[] {(byte) count});
                if (value == null) {
                  return count;
                }
                assertEquals(VALUE_BYTES, value.length);
              }
              return count;
            });
    assertEquals(keys, found);
    Model.assertSound(database);
  }

  @Test
  void aFullDiskFailsTheCommitAndNothingElse() throws IOException {
    Path ballast = Files.write(folder.resolve("ballast"), new byte[BALLAST_BYTES]);
    Path file = folder.resolve("full.db");
    int acknowledged;
    try (Database database = new Engine().open(file, DatabaseOptions.defaults())) {
      int[] done = {0};
      DatabaseIOException full =
          assertThrows(
              DatabaseIOException.class,
              () -> {
                while (done[0] < DISK_KIB) {
                  put(database, done[0]);
                  done[0]++;
                }
              });
      assertTrue(String.valueOf(full.getMessage()).contains("No space left"), full.toString());
      assertNotNull(full.getCause());
      acknowledged = done[0];
      assertTrue(acknowledged > 10, () -> "full after " + acknowledged);
      assertHolds(database, acknowledged);
      assertThrows(DatabaseIOException.class, () -> put(database, acknowledged));
      assertHolds(database, acknowledged);
      Files.delete(ballast);
      put(database, acknowledged);
      assertHolds(database, acknowledged + 1);
    }
    try (Database database = new Engine().open(file, DatabaseOptions.defaults())) {
      assertHolds(database, acknowledged + 1);
    }
  }
}
