package io.togglebolt.wal;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;

/**
 * Is told what a log holds, in order, on the thread that opens it. What it throws ends the opening,
 * and reaches the caller.
 */
public interface WalVisitor {
  /** Forgets everything: for those who only want to append. */
  WalVisitor NONE = entry -> {};

  /**
   * An entry after the mark from which the log was opened. An entry whose index is not above that
   * of the one before takes its place, and everything above it is gone: a leader of a later term
   * wrote over it. Indexes have no gaps.
   */
  void entry(Entry entry);

  /** The hard state, once, after all entries; empty when none was ever saved. */
  default void hardState(HardState state) {}

  /** Whose log it is; once, before everything else. */
  default void metadata(WalMetadata metadata) {}

  /** A snapshot mark, in its place among the entries. */
  default void snapshot(SnapshotMark mark) {}
}
