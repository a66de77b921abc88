package io.togglebolt.wal.internal.slot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.HardState;
import io.togglebolt.slot.SlotOwner.HandOver;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.internal.files.FilePipeline;
import io.togglebolt.wal.internal.files.LogDirectory;
import io.togglebolt.wal.internal.files.SegmentFile;
import io.togglebolt.wal.internal.files.SegmentName;
import io.togglebolt.wal.internal.files.Segments;
import io.togglebolt.wal.internal.format.MetadataRecord;
import io.togglebolt.wal.internal.write.Position;
import io.togglebolt.wal.internal.write.Pump;
import io.togglebolt.wal.internal.write.SyncTimes;
import io.togglebolt.wal.internal.write.Tail;
import io.togglebolt.wal.internal.write.Writers;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A hand-over as the slot sees it, step by step. */
class WriterOwnerTest {
  private static final Path LOG = Path.of("/data/wal");
  private static final int SIZE = 8_192;

  private final SimulatedClock clock = new SimulatedClock();
  private final SimulatedScheduler scheduler = new SimulatedScheduler(clock);
  private final SimulatedDisk disk = new SimulatedDisk();

  @Test
  void aCandidateIsCloseOnlyWhileItsFileIsReady() throws Exception {
    LogDirectory directory = new LogDirectory(disk, LOG);
    try (Segments segments = new Segments(disk, LOG, scheduler);
        FilePipeline pipeline = new FilePipeline(disk, LOG, SIZE, scheduler);
        Writers writers = new Writers("log", scheduler);
        Arena arena = Arena.ofConfined()) {
      MemorySegment header = arena.allocate(8);
      SegmentFile first = directory.create(header, SIZE);
      segments.add(SegmentName.FIRST, first);
      SyncTimes times = new SyncTimes("log", clock, 0, nanos -> {});
      Tail.Files files = new Tail.Files(directory, segments, pipeline, times);
      Position begin = new Position(header.byteSize(), 0, 0, HardState.EMPTY);
      Tail tail = new Tail("log", files, writers, first, begin);
      MetadataRecord metadata = MetadataRecord.of(new WalMetadata(1, 2));
      WalOptions options = WalOptions.defaults().withSegmentBytes(SIZE);
      Pump pump = new Pump("log", metadata, tail, scheduler, options);
      WriterOwner owner = new WriterOwner("log", pump, tail, writers);
      WalWriter serving = owner.rebuild(new SegmentedWalWriterFactory());

      HandOver<WalWriterFactory, WalWriter> next = owner.begin();
      assertNotNull(next);
      next.make(new SegmentedWalWriterFactory());
      assertFalse(next.isClose(), "nothing is prepared yet");
      scheduler.runUntilIdle();
      next.catchUp();
      assertTrue(next.isClose());
      pump.cut();
      assertFalse(next.isClose(), "the segment that began took the file");
      scheduler.runUntilIdle();
      next.catchUp();
      assertTrue(next.isClose());
      next.abandon();
      owner.retired(serving);
      scheduler.runUntilIdle();
    }
  }
}
