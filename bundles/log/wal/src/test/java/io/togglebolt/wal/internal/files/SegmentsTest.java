package io.togglebolt.wal.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.runtime.Disk;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.WalLockedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentsTest {
  private static final Path DIRECTORY = Path.of("/wal");
  private static final Segments.Recycling NONE = file -> false;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final Segments segments = new Segments(disk, DIRECTORY);

  /** Six segments, with first indexes 1 to 6. */
  @BeforeEach
  void lockSix() throws IOException {
    disk.createDirectories(DIRECTORY);
    for (int i = 1; i <= 6; i++) {
      SegmentName name = new SegmentName(i, i);
      segments.add(name, open(i, Disk.Access.CREATE), 100);
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
              while (closer.getState() != Thread.State.WAITING && !closed.isDone()) {
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
}
