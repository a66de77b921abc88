package io.togglebolt.raft.core.internal.log;

import io.togglebolt.raft.RaftInvariantException;

/**
 * How far the state machine is: {@code applied <= applying <= committed}. It also holds back what
 * would make more than a limit of bytes wait at the state machine. One thread's.
 */
final class ApplyCursor {
  private final long maxBytes;
  private long given;
  private long applying;
  private long applied;
  private long bytes;
  private boolean paused;

  /**
   * Everything up to an index is applied.
   *
   * @param maxBytes how large the entries may be that are being applied; a limit of 0 lets one
   *     entry through at a time, as any limit does that is smaller than each entry
   */
  ApplyCursor(long applied, long maxBytes) {
    this.applying = applied;
    this.applied = applied;
    this.maxBytes = Math.max(1, maxBytes);
  }

  /** The last index that the state machine was given as an entry by this process; 0 for none. */
  long given() {
    return given;
  }

  /** The last index that the state machine was given. */
  long applying() {
    return applying;
  }

  /** The last index that the state machine is done with. */
  long applied() {
    return applied;
  }

  /** Whether nothing may be given before something is done. */
  boolean isPaused() {
    return paused;
  }

  /** How large what is given next may be; positive unless it is paused. */
  long availableBytes() {
    return maxBytes - bytes;
  }

  /**
   * The state machine was given what ends at an index.
   *
   * @param size what was given takes when encoded
   * @param appliable the index up to which more could have been given, had there been no limit
   */
  void accept(long index, long size, long committed, long appliable) {
    if (index > committed) {
      throw new RaftInvariantException(
          "applying index %d is beyond the commit index %d; index %d was being applied before"
              .formatted(index, committed, applying));
    }
    given = index;
    applying = index;
    bytes += size;
    // Where the limit cut off what could have been given, the next entry would exceed it too.
    paused = bytes >= maxBytes || index < appliable;
  }

  /**
   * The state machine is done with what ends at an index.
   *
   * @param size what it is done with takes when encoded
   */
  void done(long index, long size, long committed) {
    if (index > committed || index < applied) {
      throw new RaftInvariantException(
          "applied index %d is out of range; index %d was applied before, and index %d is committed"
              .formatted(index, applied, committed));
    }
    applied = index;
    applying = Math.max(applying, index);
    // What a snapshot replaced was counted too, and never comes back.
    bytes = Math.max(0, bytes - size);
    paused = bytes >= maxBytes;
  }
}
