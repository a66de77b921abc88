package io.togglebolt.wal.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.wal.WalLockedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentsTest {
  private static final Path DIRECTORY = Path.of("/wal");
  private static final Segments.Recycling NONE = file -> false;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(new SimulatedClock());
  private final Segments segments = new Segments(disk, DIRECTORY, scheduler);

  /** Six segments, with first indexes 1 to 6. */
  @BeforeEach
  void lockSix() throws IOException {
    disk.createDirectories(DIRECTORY);
    for (int i = 1; i <= 6; i++) {
      SegmentName name = new SegmentName(i, i);
      SegmentFile file = open(i, Disk.Access.CREATE);
      file.file().resize(1_000);
      if (i == 1) {
        segments.add(name, file);
      } else {
        segments.add(name, file, 100);
      }
    }
  }

  private SegmentFile open(int i, Disk.Access access) throws IOException {
    Path path = DIRECTORY.resolve(new SegmentName(i, i).fileName());
    return SegmentFile.open(disk, path, access);
  }

  private List<Integer> locked() throws IOException {
    return locked(1);
  }

  private List<Integer> locked(int first) throws IOException {
    List<Integer> locked = new ArrayList<>();
    for (int i = first; i <= 6; i++) {
      try {
        open(i, Disk.Access.WRITE).close();
      } catch (WalLockedException held) {
        locked.add(i);
      }
    }
    return locked;
  }

  /** The table of etcd: the largest one below the index stays locked. */
  @ParameterizedTest
  @CsvSource({
    "0, 123456",
    "1, 123456",
    "2, 123456",
    "3, 23456",
    "4, 3456",
    "5, 456",
    "6, 56",
    "7, 6",
    "100, 6"
  })
  void releasingKeepsTheLargestBelowTheIndex(long index, String expected) throws IOException {
    segments.release(index);
    StringBuilder left = new StringBuilder();
    locked().forEach(left::append);
    assertEquals(expected, left.toString());
    assertEquals(expected.length(), segments.figures().locked());
    segments.release(0);
    assertEquals(expected.length(), segments.figures().locked(), "what is released stays so");
  }

  @Test
  void purgingStopsAtTheFirstThatIsStillNeeded() throws IOException {
    segments.release(4);
    assertEquals(2, segments.purge(1, NONE));
    assertEquals(3, segments.figures().firstIndex());
    assertEquals(List.of(3, 4, 5, 6), present());
    assertEquals(0, segments.purge(1, NONE));
  }

  private List<Integer> present() throws IOException {
    return disk.list(DIRECTORY).stream()
        .map(name -> (int) SegmentName.parse(name).orElseThrow().firstIndex())
        .sorted()
        .toList();
  }

  @Test
  void purgingKeepsAsManyAsAskedFor() throws IOException {
    segments.release(100);
    assertEquals(2, segments.purge(4, NONE));
    assertEquals(4, segments.figures().count());
    assertEquals(300, segments.figures().endedBytes());
  }

  @Test
  void purgingStopsAtWhatAnotherProcessHasLocked() throws IOException {
    segments.release(5);
    try (SegmentFile elsewhere = open(2, Disk.Access.WRITE)) {
      assertEquals(1, segments.purge(1, NONE));
      assertEquals(2, elsewhere.path().getFileName().toString().charAt(15) - '0');
    }
    assertEquals(2, segments.purge(1, NONE));
  }

  @Test
  void whatSomebodyElseDeletedIsGone() throws IOException {
    segments.release(4);
    disk.delete(DIRECTORY.resolve(new SegmentName(1, 1).fileName()));
    assertEquals(2, segments.purge(1, NONE));
  }

  @Test
  void aSegmentThatIsTakenOverIsNotDeleted() throws IOException {
    segments.release(4);
    List<SegmentFile> taken = new ArrayList<>();
    assertEquals(2, segments.purge(1, file -> taken.isEmpty() && taken.add(file)));
    assertEquals(List.of(1, 3, 4, 5, 6), present());
    assertThrows(WalLockedException.class, () -> open(1, Disk.Access.WRITE));
    taken.getFirst().close();
  }

  @Test
  void closingGivesUpAllLocks() throws IOException {
    segments.close();
    assertEquals(List.of(), locked());
  }

  @Test
  void nothingIsPurgedOnceTheLogIsClosed() throws IOException {
    segments.close();
    assertEquals(0, segments.purge(1, NONE), "no segment was ever released");
    assertEquals(List.of(1, 2, 3, 4, 5, 6), present());
  }

  @Test
  void closingEndsAPurgeAfterTheSegmentThatItIsAt() throws Exception {
    segments.release(4);
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Thread closer = new Thread(() -> closed.complete(closeQuietly()));
    int purged =
        segments.purge(
            1,
            file -> {
              closer.start();
              long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
              while (closer.getState() != Thread.State.WAITING && !closed.isDone()) {
                assertTrue(System.nanoTime() < end, "it does not wait: " + closer.getState());
                Thread.onSpinWait();
              }
              assertFalse(closed.isDone(), "closed before its files are at rest");
              return false;
            });
    closed.get(10, TimeUnit.SECONDS);
    assertEquals(1, purged);
    assertEquals(List.of(2, 3, 4, 5, 6), present());
    assertEquals(List.of(), locked(2));
  }

  private Void closeQuietly() {
    try {
      segments.close();
      return null;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void whatCutsOrLooksDoesNotWaitForAPurge() throws Exception {
    segments.release(3);
    SegmentName next = new SegmentName(7, 7);
    segments.purge(
        1,
        file -> {
          CompletableFuture<Segments.Figures> other =
              CompletableFuture.supplyAsync(
                  () -> {
                    segments.add(next, openQuietly(), 100);
                    return segments.figures();
                  });
          assertEquals(7, other.orTimeout(10, TimeUnit.SECONDS).join().count());
          return false;
        });
    assertEquals(2, segments.figures().firstIndex());
    assertEquals(next, segments.lastName());
  }

  private SegmentFile openQuietly() {
    try {
      return open(7, Disk.Access.CREATE);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private List<Integer> lengths() throws IOException {
    List<Integer> lengths = new ArrayList<>();
    for (int i : present()) {
      lengths.add(disk.content(DIRECTORY.resolve(new SegmentName(i, i).fileName())).length);
    }
    return lengths;
  }

  @Test
  void whatEndedIsCutInTheBackground() throws IOException {
    assertEquals(List.of(1_000, 1_000, 1_000, 1_000, 1_000, 1_000), lengths());
    assertEquals(500, segments.figures().endedBytes());
    scheduler.runUntilIdle();
    assertEquals(List.of(100, 100, 100, 100, 100, 1_000), lengths());
    assertEquals(500, segments.figures().endedBytes());
  }

  @Test
  void closingCutsWhatHasNotBeenCut() throws IOException {
    segments.close();
    assertEquals(List.of(100, 100, 100, 100, 100, 1_000), lengths());
    scheduler.runUntilIdle();
    assertEquals(List.of(), locked());
  }

  @Test
  void whatWasReleasedOrDeletedIsNotCut() throws IOException {
    segments.release(4);
    assertEquals(1, segments.purge(5, NONE));
    scheduler.runUntilIdle();
    assertEquals(List.of(1_000, 100, 100, 100, 1_000), lengths());
    assertEquals(400, segments.figures().endedBytes());
  }

  @Test
  void whatCannotBeCutStaysAsItIs() throws IOException {
    disk.faults().failNth(DiskOperation.RESIZE, 2);
    scheduler.runUntilIdle();
    assertEquals(List.of(100, 1_000, 100, 100, 100, 1_000), lengths());
    segments.close();
    assertEquals(List.of(), locked());
  }

  /** Nobody closes a file while another thread cuts it. */
  @Test
  void releasingWaitsForASegmentThatIsBeingCut() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    disk.observe(
        event -> {
          begun.countDown();
          awaitUninterruptibly(go);
        });
    Thread cutting = Thread.ofPlatform().start(scheduler::runUntilIdle);
    awaitUninterruptibly(begun);
    Thread releasing = Thread.ofPlatform().start(() -> release(3));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (releasing.getState() != Thread.State.WAITING) {
      assertTrue(releasing.isAlive() && System.nanoTime() < end, "it does not wait");
      Thread.onSpinWait();
    }
    assertEquals(6, segments.figures().locked(), "others need not wait");
    go.countDown();
    releasing.join();
    cutting.join();
    assertEquals(List.of(2, 3, 4, 5, 6), locked());
    assertEquals(100, lengths().getFirst());
  }

  private void release(long index) {
    try {
      segments.release(index);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException interruption) {
      throw new AssertionError(interruption);
    }
  }
}
