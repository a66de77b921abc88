package io.togglebolt.raft;

import java.util.List;

/**
 * What a member reads of its stable log. The member never writes here: whoever drives it does, with
 * what {@link Ready} holds. Called on the member's thread; where another thread writes, the
 * implementation sees to it that each call finds one state.
 *
 * <p>A log holds the entries from {@link #firstIndex()} to {@link #lastIndex()}. The entry before
 * the first is gone, replaced by a snapshot, but its term is known; a log that holds nothing has a
 * first index one above the last.
 *
 * <p>What throws anything but the exceptions named here stops the member.
 */
public interface RaftStorage {
  /** What was remembered last; {@link HardState#EMPTY} when nothing was. */
  HardState hardState();

  /**
   * Who belongs to the cluster, as of the last entry that was applied: the one that {@link
   * RaftOptions#applied()} names, not an earlier snapshot. Were it older, the member would count
   * quorums of a cluster that is no more, and two could lead. Read once, when a member is made.
   */
  ConfState confState();

  /**
   * Entries in order, from {@code from} on.
   *
   * @param from the index of the first
   * @param to the index behind the last, at most one above {@link #lastIndex()}
   * @param maxBytes how large they may be together when encoded; the first is given in any case
   * @return at least one entry; the list does not change
   * @throws CompactedException when the first is gone
   * @throws UnavailableException when they are not all there
   */
  List<Entry> entries(long from, long to, long maxBytes);

  /**
   * The term of an entry, also of the one before the first.
   *
   * @throws CompactedException when it is gone
   * @throws UnavailableException when it is not there yet
   */
  long term(long index);

  /** The index of the first entry that is there, or would be. */
  long firstIndex();

  /** The index of the last entry that is there; one below the first when there is none. */
  long lastIndex();

  /**
   * A snapshot from which a peer can go on. It must not be older than the last change of the
   * cluster that was applied: a peer that the snapshot's cluster lacks does not take it, and where
   * the others cannot go on without that peer, none of them does.
   *
   * @throws SnapshotTemporarilyUnavailableException when it is still being made: the member asks
   *     again later
   */
  Snapshot snapshot();
}
