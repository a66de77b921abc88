package io.togglebolt.wal.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalIOException;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalVisitor;
import io.togglebolt.wal.internal.files.LogDirectory;
import io.togglebolt.wal.internal.files.SegmentFile;
import io.togglebolt.wal.internal.files.SegmentName;
import io.togglebolt.wal.internal.files.Segments;
import io.togglebolt.wal.internal.files.SpareFiles;
import io.togglebolt.wal.internal.format.FrameEncoder;
import io.togglebolt.wal.internal.format.MetadataRecord;
import io.togglebolt.wal.internal.read.LogEnd;
import io.togglebolt.wal.internal.read.LogReader;
import io.togglebolt.wal.internal.read.StableSegments;
import io.togglebolt.wal.internal.write.Position;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The way from a directory to an open log. Thread-safe. */
final class LogOpener {
  private static final Logger LOG = System.getLogger(LogOpener.class.getName());

  private final Disk disk;
  private final Clock clock;
  private final Supplier<Scheduler> schedulers;
  private final SlotFactory slots;
  private final Candidates<WalWriterFactory> writers;
  private final Metrics metrics;

  /** The same for all logs, whatever their options say. */
  record Surroundings(
      Disk disk,
      Clock clock,
      Scheduler scheduler,
      SlotFactory slots,
      Candidates<WalWriterFactory> writers) {}

  /** What is known of a log when its files are open and its end is clean. */
  record Found(
      LogDirectory directory,
      Segments segments,
      SegmentFile last,
      Position end,
      MetadataRecord metadata) {}

  LogOpener(
      Disk disk,
      Clock clock,
      Supplier<Scheduler> schedulers,
      SlotFactory slots,
      Candidates<WalWriterFactory> writers,
      Metrics metrics) {
    this.disk = disk;
    this.clock = clock;
    this.schedulers = schedulers;
    this.slots = slots;
    this.writers = writers;
    this.metrics = metrics;
  }

  /** Something that may need files closed when it fails. */
  private interface Finding {
    Found find(LogDirectory directory, Segments segments) throws IOException;
  }

  OpenLog create(Path path, WalMetadata metadata, WalOptions options) {
    return open(
        path,
        options,
        "made",
        (directory, segments) -> {
          MetadataRecord record = MetadataRecord.of(metadata);
          try (Arena arena = Arena.ofConfined()) {
            FrameEncoder encoder = new FrameEncoder(0);
            MemorySegment header = header(record, encoder, arena);
            SegmentFile first = directory.create(header, options.segmentBytes());
            segments.add(SegmentName.FIRST, first);
            Position end = new Position(header.byteSize(), encoder.chain(), 0, HardState.EMPTY);
            return new Found(directory, segments, first, end, record);
          }
        });
  }

  private static MemorySegment header(MetadataRecord metadata, FrameEncoder encoder, Arena arena) {
    long most =
        FrameEncoder.MAX_CRC_FRAME_BYTES
            + FrameEncoder.maxFrameBytes(metadata)
            + FrameEncoder.maxFrameBytes(SnapshotMark.BEGINNING);
    MemorySegment header = arena.allocate(most);
    ByteBuffer target = header.asByteBuffer();
    encoder.crc(target);
    encoder.metadata(metadata, target);
    encoder.snapshot(SnapshotMark.BEGINNING, target);
    return header.asSlice(0, target.position());
  }

  OpenLog open(Path path, SnapshotMark from, WalVisitor visitor, WalOptions options) {
    return open(
        path,
        options,
        "opened",
        (directory, segments) -> find(directory, segments, from, visitor, options.segmentBytes()));
  }

  private Found find(
      LogDirectory directory,
      Segments segments,
      SnapshotMark from,
      WalVisitor visitor,
      long segmentBytes)
      throws IOException {
    WritableSegments locked =
        StableSegments.open(
            disk,
            directory.path(),
            listing -> listing.holding(from),
            names -> WritableSegments.open(disk, directory, names));
    SegmentFile last = locked.last();
    boolean handedOver = false;
    try {
      for (SegmentName name : directory.segments()) {
        if (name.compareTo(locked.first()) < 0) {
          segments.addReleased(name, sizeOf(directory.file(name)));
        }
      }
      locked.moveTo(segments);
      handedOver = true;
    } finally {
      if (!handedOver) {
        locked.close();
      }
    }
    LogEnd end = LogReader.replay(locked.readable(), from, visitor);
    segments.measured(end.endsBefore());
    // A process that was killed may have written more than it synced. What was read is relied upon
    // from now on, and so must survive a power cut.
    last.sync();
    SpareFiles.removeAll(disk, directory.path());
    directory.sync();
    last.cutTo(Math.max(end.offset(), SegmentFile.bytesFor(segmentBytes)));
    clean(last, end);
    Position position = new Position(end.offset(), end.chain(), end.lastIndex(), end.state());
    return new Found(directory, segments, last, position, end.metadata());
  }

  private long sizeOf(Path path) throws IOException {
    try (var file = disk.open(path, Disk.Access.READ)) {
      return file.size();
    }
  }

  /** What a crash left half-written is no part of the log, and must not be read as one later. */
  private static void clean(SegmentFile last, LogEnd end) throws IOException {
    long cutBytes = last.zeroBehind(end.offset());
    if (cutBytes > 0) {
      LOG.log(
          Level.WARNING,
          "{0}: what a crash left behind offset {1} is overwritten with zeros, {2} bytes: {3}",
          last.path(),
          Long.toString(end.offset()),
          Long.toString(cutBytes),
          end.torn().orElse("no record begins there"));
    }
  }

  private OpenLog open(Path path, WalOptions options, String done, Finding finding) {
    LogDirectory directory = new LogDirectory(disk, path);
    String name = options.name().orElse(directory.path().toString());
    LogWatch watch = new LogWatch(name, clock, options, options.metrics().orElse(metrics));
    Scheduler scheduler = schedulers.get();
    Segments segments = new Segments(disk, directory.path(), scheduler);
    boolean opened = false;
    try {
      Found found = finding.find(directory, segments);
      Surroundings around = new Surroundings(disk, clock, scheduler, slots, writers);
      OpenLog log = OpenLog.begin(name, found, around, watch, options);
      opened = true;
      return log;
    } catch (IOException failed) {
      throw new WalIOException(
          directory.path() + " can't be " + done + ": " + failed.getMessage(), failed);
    } finally {
      if (!opened) {
        giveUp(segments, watch, scheduler);
      }
    }
  }

  private static void giveUp(Segments segments, LogWatch watch, Scheduler scheduler) {
    watch.close();
    scheduler.close();
    try {
      segments.close();
    } catch (IOException failed) {
      LOG.log(Level.DEBUG, "files of a log that was not opened are not closed: {0}", failed);
    }
  }
}
