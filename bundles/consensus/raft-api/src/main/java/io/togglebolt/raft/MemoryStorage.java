package io.togglebolt.raft;

import java.util.List;

/**
 * A stable log that is held in memory. Whoever keeps a log on disk fills one of these from it,
 * writes to both, and lets the member read here. Any thread may call it; calls exclude each other.
 */
public interface MemoryStorage extends RaftStorage {
  /** Takes what is to be remembered. */
  void setHardState(HardState state);

  /**
   * Takes the cluster as of the last entry that was applied, which {@link #confState()} gives from
   * then on. Whoever starts a member says here what its state machine holds, unless that is what
   * the snapshot says; see {@link RaftOptions#applied()}. A snapshot that is applied takes its
   * place, one that is created does not: entries behind it may be applied already.
   */
  void setConfState(ConfState state);

  /**
   * Takes entries, in the place of all that were there from the first one's index on. Those before
   * the first that is held are left out.
   *
   * @throws RaftInvariantException when there would be a gap between them and what is held
   */
  void append(List<Entry> entries);

  /**
   * Takes a snapshot in the place of all entries, and its cluster in the place of the one that
   * {@link #confState()} gave.
   *
   * @throws SnapshotOutOfDateException when one as new is held already
   */
  void applySnapshot(Snapshot snapshot);

  /**
   * Makes the snapshot that {@link #snapshot()} gives, of an entry that is held.
   *
   * @throws SnapshotOutOfDateException when one as new is held already
   * @throws UnavailableException when the entry is not there yet
   */
  Snapshot createSnapshot(long index, ConfState confState, byte[] data);

  /**
   * Lets go of the entries up to an index; its term stays known. Cheap: nothing is copied.
   *
   * @throws CompactedException when they are gone already
   * @throws UnavailableException when the entry is not there yet
   */
  void compact(long index);
}
