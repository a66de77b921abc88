package io.togglebolt.wal;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;

/** One record of a log's file, as it stands there. */
public sealed interface WalRecord {

  /** Whose log it is; at the head of each segment. */
  record Metadata(WalMetadata metadata) implements WalRecord {}

  /** An entry. */
  record LogEntry(Entry entry) implements WalRecord {}

  /** A hard state. */
  record State(HardState state) implements WalRecord {}

  /**
   * What the checksum of everything before it is; at the head of each segment.
   *
   * @param value a CRC-32C, unsigned
   */
  record Crc(int value) implements WalRecord {}

  /** A snapshot mark. */
  record Snapshot(SnapshotMark mark) implements WalRecord {}
}
