package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.togglebolt.raft.Entry;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.internal.files.SegmentName;
import io.togglebolt.wal.internal.format.FrameEncoder;
import io.togglebolt.wal.internal.format.MetadataRecord;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read when a log is opened survives whatever comes then. */
class UnsyncedTailTest {
  private static final Path FIRST = House.LOG.resolve(SegmentName.FIRST.fileName());
  private static final List<Entry> WRITTEN = House.entries(1, 2, 10);

  private static void append(SimulatedDisk disk, Path file, ByteBuffer frames) throws IOException {
    try (DiskFile target = disk.open(file, Disk.Access.WRITE)) {
      target.write(target.size(), MemorySegment.ofBuffer(frames.flip()));
    }
    frames.clear();
  }

  private static House after(SimulatedDisk disk) {
    return new House(disk, List.of(new SegmentedWalWriterFactory()));
  }

  /** A process was killed between its writes and its syncs; the machine went on. */
  private static SimulatedDisk killedBeforeItsSyncs() throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    FrameEncoder encoder = new FrameEncoder(0);
    ByteBuffer frames = ByteBuffer.allocateDirect(512);
    MetadataRecord metadata = MetadataRecord.of(House.METADATA);
    disk.createDirectories(House.LOG.getParent());
    Path unfinished = House.LOG.resolveSibling("wal.tmp");
    disk.createDirectories(unfinished);
    Path first = unfinished.resolve(SegmentName.FIRST.fileName());
    disk.open(first, Disk.Access.CREATE_NEW).close();
    encoder.crc(frames);
    encoder.metadata(metadata, frames);
    encoder.snapshot(SnapshotMark.BEGINNING, frames);
    append(disk, first, frames);
    try (DiskFile file = disk.open(first, Disk.Access.WRITE)) {
      file.sync();
    }
    disk.rename(unfinished, House.LOG);
    encoder.entry(WRITTEN.getFirst(), frames);
    append(disk, FIRST, frames);
    try (DiskFile file = disk.open(FIRST, Disk.Access.WRITE)) {
      file.sync();
    }
    Path prepared = House.LOG.resolve("0.tmp");
    disk.open(prepared, Disk.Access.CREATE_NEW).close();
    encoder.crc(frames);
    encoder.metadata(metadata, frames);
    encoder.entry(WRITTEN.getLast(), frames);
    append(disk, prepared, frames);
    disk.rename(prepared, House.LOG.resolve(SegmentName.FIRST.next(2).fileName()));
    return disk;
  }

  @Test
  void whatWasReadSurvivesAPowerCut() {
    Seeds.check(
        1,
        50,
        random -> {
          SimulatedDisk disk = killedBeforeItsSyncs();
          assertFalse(
              disk.unsynced(House.LOG.resolve(SegmentName.FIRST.next(2).fileName())).isEmpty());
          assertEquals(WRITTEN, after(disk).replay().entries());
          assertEquals(WRITTEN, after(disk.powerCut(random)).replay().entries());
        });
  }
}
