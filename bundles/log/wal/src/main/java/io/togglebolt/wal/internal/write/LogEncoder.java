package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.internal.format.FrameEncoder;
import io.togglebolt.wal.internal.format.MetadataRecord;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes records into a buffer and knows the position behind them: the checksum, the last index,
 * the hard state, and how far the segment is. Not thread-safe; allocates nothing.
 */
public final class LogEncoder {
  private final MetadataRecord metadata;
  private final long segmentBytes;
  private final FrameEncoder frames;
  private long offset;
  private long lastIndex;
  private HardState state;

  /**
   * Goes on from a position.
   *
   * @param metadata what each segment begins with
   * @param segmentBytes where a segment is full
   */
  LogEncoder(MetadataRecord metadata, long segmentBytes, Position from) {
    this.metadata = metadata;
    this.segmentBytes = segmentBytes;
    frames = new FrameEncoder(from.chain());
    offset = from.offset();
    lastIndex = from.lastIndex();
    state = from.state();
  }

  /** What the head of a segment takes at most, in bytes. */
  long maxHeadBytes() {
    return FrameEncoder.MAX_CRC_FRAME_BYTES
        + FrameEncoder.maxFrameBytes(metadata)
        + FrameEncoder.MAX_STATE_FRAME_BYTES;
  }

  /** What entries and a hard state take at most, in bytes. */
  static long maxBytes(List<Entry> entries) {
    long bytes = FrameEncoder.MAX_STATE_FRAME_BYTES;
    for (Entry entry : entries) {
      bytes += FrameEncoder.maxFrameBytes(entry);
    }
    return bytes;
  }

  /** What a mark takes at most, in bytes. */
  static long maxBytes(SnapshotMark mark) {
    return FrameEncoder.maxFrameBytes(mark);
  }

  Position position() {
    return new Position(offset, frames.chain(), lastIndex, state);
  }

  long lastIndex() {
    return lastIndex;
  }

  HardState state() {
    return state;
  }

  boolean isSegmentFull() {
    return offset >= segmentBytes;
  }

  /** Goes on from another position. */
  void moveTo(Position position) {
    frames.chain(position.chain());
    offset = position.offset();
    lastIndex = position.lastIndex();
    state = position.state();
  }

  void entries(List<Entry> entries, ByteBuffer target) {
    int begin = target.position();
    for (Entry entry : entries) {
      frames.entry(entry, target);
      lastIndex = entry.index();
    }
    offset += target.position() - begin;
  }

  void state(HardState next, ByteBuffer target) {
    int begin = target.position();
    frames.state(next, target);
    state = next;
    offset += target.position() - begin;
  }

  /** Entries may go on behind what the snapshot holds. */
  void snapshot(SnapshotMark mark, ByteBuffer target) {
    int begin = target.position();
    frames.snapshot(mark, target);
    lastIndex = Math.max(lastIndex, mark.index());
    offset += target.position() - begin;
  }

  /** What each segment but the first begins with. */
  void head(ByteBuffer target) {
    int begin = target.position();
    frames.crc(target);
    frames.metadata(metadata, target);
    if (!state.isEmpty()) {
      frames.state(state, target);
    }
    offset = target.position() - begin;
  }
}
