package io.togglebolt.disk.nio.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Disk.Access;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.runtime.FileMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NativeFileThreadsTest {
  private static final long DEADLINE_SECONDS = 60;
  private static final int ROUNDS = 2000;

  @TempDir Path folder;

  private final Disk disk = new NativeDisk();

  @Test
  void anInterruptedReaderNeitherFailsNorHarmsOthers() throws Exception {
    Path path = Files.writeString(folder.resolve("db"), "content");
    AtomicBoolean interrupted = new AtomicBoolean();
    // One for each, since a reader counts down at every round.
    CountDownLatch firstReads = new CountDownLatch(1);
    CountDownLatch secondReads = new CountDownLatch(1);
    try (DiskFile file = disk.open(path, Access.WRITE);
        FileMapping mapping = file.map(4096);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      AtomicReference<Thread> victim = new AtomicReference<>(Thread.currentThread());
      Future<Boolean> first =
          threads.submit(
              () -> {
                victim.set(Thread.currentThread());
                readUntil(file, mapping, interrupted, firstReads);
                return Thread.interrupted();
              });
      Future<Boolean> second =
          threads.submit(
              () -> {
                readUntil(file, mapping, interrupted, secondReads);
                return Thread.interrupted();
              });
      assertTrue(firstReads.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
      assertTrue(secondReads.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
      victim.get().interrupt();
      interrupted.set(true);
      assertTrue(first.get(DEADLINE_SECONDS, TimeUnit.SECONDS), "the interrupt was kept");
      assertEquals(false, second.get(DEADLINE_SECONDS, TimeUnit.SECONDS));
      assertEquals("content", Bytes.read(file, 0, 7));
    }
  }

  /** Reads, writes and syncs until told, and then some more with the interrupt pending. */
  private static void readUntil(
      DiskFile file, FileMapping mapping, AtomicBoolean end, CountDownLatch reading)
      throws IOException {
    int after = 0;
    while (after < 100) {
      assertEquals("content", Bytes.read(file, 0, 7));
      assertEquals("content", Bytes.text(mapping.segment(), 0, 7));
      file.write(0, Bytes.of("content"));
      reading.countDown();
      if (end.get()) {
        after++;
      }
    }
    file.sync();
  }

  @Test
  void aReaderNeverReachesTheFileThatTookTheClosedOnesDescriptor() throws Exception {
    Path mine = Files.writeString(folder.resolve("mine"), "mine");
    Path strange = Files.writeString(folder.resolve("strange"), "lost");
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < ROUNDS; round++) {
        DiskFile file = disk.open(mine, Access.READ);
        CountDownLatch started = new CountDownLatch(2);
        Callable<Boolean> reader = () -> readUntilClosed(file, started);
        List<Future<Boolean>> readers = List.of(threads.submit(reader), threads.submit(reader));
        assertTrue(started.await(DEADLINE_SECONDS, TimeUnit.SECONDS));
        file.close();
        List<DiskFile> strangers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          strangers.add(disk.open(strange, Access.READ));
        }
        for (Future<Boolean> each : readers) {
          assertTrue(each.get(DEADLINE_SECONDS, TimeUnit.SECONDS), "round " + round);
        }
        for (DiskFile stranger : strangers) {
          stranger.close();
        }
      }
    }
  }

  private static boolean readUntilClosed(DiskFile file, CountDownLatch started) throws IOException {
    while (true) {
      try {
        assertEquals("mine", Bytes.read(file, 0, 4));
        started.countDown();
      } catch (FileClosedException closed) {
        return true;
      }
    }
  }
}
