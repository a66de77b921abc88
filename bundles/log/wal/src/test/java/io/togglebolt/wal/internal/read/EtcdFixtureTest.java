package io.togglebolt.wal.internal.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.SnapshotMarkNotFoundException;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalRecord;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.internal.format.FrameEncoder;
import io.togglebolt.wal.internal.format.MetadataRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a real etcd is read whole, and our encoder writes the very same bytes. */
class EtcdFixtureTest {
  private static final WalMetadata METADATA =
      new WalMetadata(594883624434339686L, 307501743687503394L);
  private static final SnapshotMark MARK = SnapshotMark.of(0xc9, 2);

  @TempDir Path directory;

  private final Disk disk = ServiceLoader.load(Disk.class).findFirst().orElseThrow();

  @BeforeEach
  void unpack() throws IOException {
    EtcdFixture.unpack(directory);
  }

  private LogEnd replay(SnapshotMark from, ReplayedLog log) {
    try (LockedSegments locked =
        LockedSegments.open(
            disk,
            directory,
            SegmentListing.of(disk, directory).holding(from),
            DiskFile.Lock.SHARED)) {
      return LogReader.replay(locked.segments(), from, log);
    } catch (NoSuchFileException gone) {
      throw new AssertionError(gone);
    }
  }

  private static void assertContinuous(List<Entry> entries, long first, long last) {
    List<Long> expected = new ArrayList<>();
    for (long index = first; index <= last; index++) {
      expected.add(index);
    }
    assertEquals(expected, entries.stream().map(Entry::index).toList());
  }

  @Test
  void everyEntryBehindTheSnapshotMarkIsReplayed() throws IOException {
    ReplayedLog log = new ReplayedLog();
    LogEnd end = replay(MARK, log);
    assertEquals(METADATA, log.metadata());
    assertContinuous(log.entries(), 0xca, 369);
    assertEquals(new HardState(2, METADATA.nodeId(), 369), log.hardState());
    assertEquals(log.hardState(), end.state());
    assertEquals(369, end.lastIndex());
    assertEquals(EtcdFixture.SECOND, end.segment().name().fileName());
    assertEquals(EtcdFixture.content(EtcdFixture.SECOND).length, end.offset());
    assertEquals(Optional.empty(), end.torn());
    assertEquals(MARK, end.lastMark());
  }

  @Test
  void everyEntryFromTheBeginningIsReplayed() {
    ReplayedLog log = new ReplayedLog();
    replay(SnapshotMark.BEGINNING, log);
    assertContinuous(log.entries(), 1, 369);
    assertEquals(2, log.entries().getLast().term(), "the term that etcd told before it was killed");
  }

  @Test
  void aMarkThatEtcdDidNotSaveIsRefused() {
    for (SnapshotMark wrong : List.of(SnapshotMark.of(0xc9, 3), SnapshotMark.of(0xca, 2))) {
      SnapshotMarkNotFoundException thrown =
          assertThrows(SnapshotMarkNotFoundException.class, () -> replay(wrong, new ReplayedLog()));
      assertTrue(thrown.getMessage().contains("index " + wrong.index()), thrown.getMessage());
    }
  }

  @Test
  void itsRecordsWrittenAgainAreByteForByteThoseOfEtcd() throws IOException {
    Map<String, ByteBuffer> written = new HashMap<>();
    for (String segment : EtcdFixture.SEGMENTS) {
      written.put(segment, ByteBuffer.allocate(EtcdFixture.content(segment).length + 1_000));
    }
    FrameEncoder encoder = new FrameEncoder(0);
    WalSummary summary =
        new LogTools(disk)
            .scan(
                directory,
                (segment, offset, record) -> {
                  ByteBuffer target = written.get(segment.getFileName().toString());
                  assertEquals(target.position(), offset, "where the record is");
                  write(record, encoder, target);
                  return true;
                });
    assertEquals(369, summary.lastIndex());
    assertEquals(1, summary.firstIndex());
    assertEquals(2, summary.segments());
    for (String segment : EtcdFixture.SEGMENTS) {
      ByteBuffer ours = written.get(segment);
      assertEquals(ByteBuffer.wrap(EtcdFixture.content(segment)), ours.flip(), segment);
    }
  }

  private static void write(WalRecord record, FrameEncoder encoder, ByteBuffer target) {
    switch (record) {
      case WalRecord.Metadata metadata ->
          encoder.metadata(MetadataRecord.of(metadata.metadata()), target);
      case WalRecord.LogEntry entry -> encoder.entry(entry.entry(), target);
      case WalRecord.State state -> encoder.state(state.state(), target);
      case WalRecord.Crc crc -> {
        assertEquals(crc.value(), encoder.chain(), "the checksum of what was before");
        encoder.crc(target);
      }
      case WalRecord.Snapshot snapshot -> encoder.snapshot(snapshot.mark(), target);
    }
  }
}
