package io.togglebolt.wal.internal.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.runtime.Disk;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.wal.WalLockedException;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FilePipelineTest {
  private static final Path DIRECTORY = Path.of("/wal");
  private static final int SIZE = 8_192;

  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(new SimulatedClock());
  private final WalWriter writer = new SegmentedWalWriterFactory().create();
  private final FilePipeline pipeline = new FilePipeline(disk, DIRECTORY, SIZE, scheduler);

  @BeforeEach
  void makeDirectory() throws IOException {
    disk.createDirectories(DIRECTORY);
  }

  private List<String> files() throws IOException {
    return disk.list(DIRECTORY).stream().sorted().toList();
  }

  /** As a cut does. */
  private SegmentFile takeAndName(int sequence) throws Exception {
    SegmentFile file = pipeline.take(writer);
    file.rename(disk, DIRECTORY.resolve(new SegmentName(sequence, 1).fileName()));
    return file;
  }

  /** A writer that fails to prepare. */
  private record Unprepared(RuntimeException failure) implements WalWriter {
    @Override
    public void begin(WalSegment segment, long offset) {}

    @Override
    public void append(MemorySegment frames) {}

    @Override
    public void prepare(WalSegment segment, long sizeBytes) {
      throw failure;
    }

    @Override
    public void close() {}
  }

  @Test
  void oneFileIsPreparedAheadUnderTwoNamesInTurn() throws Exception {
    pipeline.start(writer);
    assertEquals(List.of(), files(), "not on the caller's thread");
    scheduler.runUntilIdle();
    assertEquals(List.of("0.tmp"), files());
    assertThrows(
        WalLockedException.class,
        () -> SegmentFile.open(disk, DIRECTORY.resolve("0.tmp"), Disk.Access.WRITE));
    for (int i = 0; i < 4; i++) {
      SegmentFile file = takeAndName(i);
      assertEquals(SIZE, file.file().size());
      pipeline.start(writer);
      pipeline.start(writer);
      scheduler.runUntilIdle();
      assertTrue(files().contains((i + 1) % 2 + ".tmp"), files().toString());
      assertEquals(i + 2, files().size(), files().toString());
    }
    pipeline.close();
    assertEquals(4, files().size(), "what was prepared is removed");
  }

  @Test
  void aFileThatIsNeededBeforeItsTaskBeganIsPreparedAtOnce() throws Exception {
    pipeline.start(writer);
    assertEquals(SIZE, takeAndName(1).file().size());
    scheduler.runUntilIdle();
    assertEquals(1, files().size());
  }

  @Test
  void whatACrashLeftIsEmptiedFirst() throws Exception {
    disk.put(DIRECTORY.resolve("0.tmp"), new byte[] {1, 2, 3});
    SegmentFile file = takeAndName(1);
    assertArrayEquals(new byte[SIZE], disk.content(file.path()));
  }

  @Test
  void whatIsTakenHasANameThatEtcdDoesNotTake() throws Exception {
    SegmentFile file = pipeline.take(writer);
    assertEquals(List.of("begun.tmp"), files());
    pipeline.discard(file);
    assertEquals(List.of(), files());
  }

  @Test
  void whatADiskRefusesInTheBackgroundIsTriedAgainAndToldWhenTheFileIsNeeded() throws Exception {
    disk.faults().failNth(DiskOperation.ALLOCATE, 1);
    pipeline.start(writer);
    scheduler.runUntilIdle();
    assertEquals(SIZE, takeAndName(1).file().size(), "there may be room by now");
    disk.faults().failNth(DiskOperation.ALLOCATE, 1);
    pipeline.start(writer);
    scheduler.runUntilIdle();
    disk.faults().failNth(DiskOperation.ALLOCATE, 1);
    assertThrows(IOException.class, () -> pipeline.take(writer));
    assertFalse(files().stream().anyMatch(name -> name.endsWith(".tmp")), files().toString());
  }

  @Test
  void whatAWriterDoesWrongIsToldOfThatWriterAlone() throws Exception {
    WalWriter broken = new Unprepared(new IllegalStateException("no"));
    pipeline.start(broken);
    scheduler.runUntilIdle();
    WriterFailedException failed =
        assertThrows(WriterFailedException.class, () -> pipeline.take(broken));
    assertInstanceOf(IllegalStateException.class, failed.failure());
    pipeline.start(broken);
    scheduler.runUntilIdle();
    assertEquals(SIZE, takeAndName(1).file().size(), "another one is not blamed");
  }

  @Test
  void aPurgedSegmentBecomesTheNextFileAndHoldsZeros() throws Exception {
    Path old = DIRECTORY.resolve(SegmentName.FIRST.fileName());
    byte[] content = new byte[SIZE + 100];
    java.util.Arrays.fill(content, (byte) 7);
    disk.put(old, content);
    SegmentFile purged = SegmentFile.open(disk, old, Disk.Access.WRITE);
    assertTrue(pipeline.recycle(purged));
    assertEquals(List.of("recycled.tmp"), files());
    disk.put(DIRECTORY.resolve("x"), content);
    try (SegmentFile other = SegmentFile.open(disk, DIRECTORY.resolve("x"), Disk.Access.WRITE)) {
      assertFalse(pipeline.recycle(other), "one at a time");
    }
    SegmentFile next = takeAndName(1);
    assertArrayEquals(new byte[SIZE + 100], disk.content(next.path()));
    assertArrayEquals(new byte[SIZE + 100], disk.durableContent(next.path()));
  }
}
