package io.togglebolt.raft.core.internal.tracker;

import io.togglebolt.raft.PeerProgress;
import io.togglebolt.raft.ProgressState;
import io.togglebolt.raft.RaftInvariantException;
import java.util.Objects;

/**
 * How far a member is as its leader sees it, and whether it may be sent more: what the Raft paper
 * calls matchIndex and nextIndex, and the flow control that a fast leader needs besides.
 *
 * <p>Always {@code 0 <= match < next}. What lies between is on the way. For one thread.
 */
public final class Progress {
  private final Inflights inflights;
  private long match;
  private long next;
  private long sentCommit;
  private ProgressState state = ProgressState.PROBE;
  private long pendingSnapshot;
  private boolean recentActive;
  private boolean msgAppFlowPaused;
  private boolean learner;

  /**
   * The progress of a member of which nothing is known.
   *
   * @param next the index of the first entry to send, at least 1
   * @param inflights an empty window, from here on the progress's own
   * @param learner whether it does not vote
   */
  public Progress(long next, Inflights inflights, boolean learner) {
    this.inflights = Objects.requireNonNull(inflights, "inflights");
    this.next = Math.max(next, 1);
    this.learner = learner;
  }

  private Progress(Progress other) {
    inflights = other.inflights;
    match = other.match;
    next = other.next;
    sentCommit = other.sentCommit;
    state = other.state;
    pendingSnapshot = other.pendingSnapshot;
    recentActive = other.recentActive;
    msgAppFlowPaused = other.msgAppFlowPaused;
    learner = other.learner;
  }

  /**
   * A copy for a changed membership, in which only the learner's mark may be touched before it
   * replaces the original: both have the same window.
   */
  public Progress copy() {
    return new Progress(this);
  }

  /** Starts over as at the beginning of a term, knowing only up to where the logs match. */
  public void restart(long newMatch, long newNext) {
    reset(ProgressState.PROBE);
    match = newMatch;
    next = Math.max(newNext, newMatch + 1);
    sentCommit = 0;
    recentActive = false;
  }

  /** Sends one message at a time, from after the snapshot that was sent or after the match. */
  public void becomeProbe() {
    // A snapshot that was on the way has arrived, or its failure has cleared it before.
    long known = Math.max(match, pendingSnapshot);
    reset(ProgressState.PROBE);
    next = known + 1;
    regressSentCommit();
  }

  /** Sends as much as the window takes, from after the match. */
  public void becomeReplicate() {
    reset(ProgressState.REPLICATE);
    next = match + 1;
  }

  /** Sends nothing while a snapshot up to the given index is on the way. */
  public void becomeSnapshot(long snapshotIndex) {
    reset(ProgressState.SNAPSHOT);
    pendingSnapshot = snapshotIndex;
    next = snapshotIndex + 1;
    sentCommit = snapshotIndex;
  }

  /** Forgets the snapshot on the way, which failed; to be followed by {@link #becomeProbe}. */
  public void abortSnapshot() {
    pendingSnapshot = 0;
  }

  private void reset(ProgressState newState) {
    msgAppFlowPaused = false;
    pendingSnapshot = 0;
    state = newState;
    inflights.reset();
  }

  /**
   * Notes that entries were sent from {@link #next()} on.
   *
   * @param entries how many; 0 for a message that only tells the commit index
   * @param bytes how large they are
   * @throws RaftInvariantException while a snapshot is on the way, or when the window was full
   */
  public void sentEntries(int entries, long bytes) {
    switch (state) {
      case REPLICATE -> {
        if (entries > 0) {
          next += entries;
          inflights.add(next - 1, bytes);
        }
        // A message that fills the window, or does not fit in it, is the last until an answer.
        msgAppFlowPaused = inflights.isFull();
      }
      case PROBE -> {
        if (entries > 0) {
          msgAppFlowPaused = true;
        }
      }
      case SNAPSHOT ->
          throw new RaftInvariantException(
              "entries from index " + next + " were sent to a peer in " + state);
    }
  }

  /** Whether telling a commit index could move that of the peer. */
  public boolean canBumpCommit(long commit) {
    // What it was sent carries it to next - 1 at most, so more than that need not be told early.
    return commit > sentCommit && sentCommit < next - 1;
  }

  /** Notes which commit index was told last. */
  public void sentCommit(long commit) {
    sentCommit = commit;
  }

  /** The commit index that was told last, less what was lost since. */
  public long sentCommit() {
    return sentCommit;
  }

  /** Notes an acknowledgement; gives false, and changes nothing, for one that says nothing new. */
  public boolean maybeUpdate(long index) {
    if (index <= match) {
      return false;
    }
    match = index;
    next = Math.max(next, index + 1);
    msgAppFlowPaused = false;
    return true;
  }

  /**
   * Notes that a message was rejected, so that less must be assumed of the peer.
   *
   * @param rejected the index before the entries of the message
   * @param matchHint the highest index at which the logs might match, as the peer guesses
   * @return false, with nothing changed, when the rejection came late and says nothing new
   */
  public boolean maybeDecreaseTo(long rejected, long matchHint) {
    if (state == ProgressState.REPLICATE) {
      if (rejected <= match) {
        return false;
      }
      next = match + 1;
      regressSentCommit();
      return true;
    }
    // Probes are sent one at a time, so the answer to the last is about the one before next.
    if (rejected != next - 1) {
      return false;
    }
    next = Math.max(Math.min(rejected, matchHint + 1), match + 1);
    regressSentCommit();
    msgAppFlowPaused = false;
    return true;
  }

  /** What was told along with entries that did not arrive was probably not heeded either. */
  private void regressSentCommit() {
    sentCommit = Math.min(sentCommit, next - 1);
  }

  /** Whether no entries may be sent until the peer answers. */
  public boolean isPaused() {
    return switch (state) {
      case PROBE, REPLICATE -> msgAppFlowPaused;
      case SNAPSHOT -> true;
    };
  }

  /** The highest index known to be in the peer's log. */
  public long match() {
    return match;
  }

  /** The index of the next entry to send. */
  public long next() {
    return next;
  }

  /** How it is sent to. */
  public ProgressState state() {
    return state;
  }

  /** The index of the snapshot on the way; 0 for none. */
  public long pendingSnapshot() {
    return pendingSnapshot;
  }

  /** The messages on the way; the progress's own. */
  public Inflights inflights() {
    return inflights;
  }

  /** Whether it was heard of since that was last forgotten. */
  public boolean isRecentActive() {
    return recentActive;
  }

  /** Notes, or forgets, that it was heard of. */
  public void setRecentActive(boolean active) {
    recentActive = active;
  }

  /** Whether messages with entries wait for an answer; see {@link #isPaused()}. */
  public boolean isMsgAppFlowPaused() {
    return msgAppFlowPaused;
  }

  /** Lets messages with entries wait for an answer, or go on. */
  public void setMsgAppFlowPaused(boolean paused) {
    msgAppFlowPaused = paused;
  }

  /** Whether it does not vote. */
  public boolean isLearner() {
    return learner;
  }

  /** Makes it a learner or a voter. */
  public void setLearner(boolean becomesLearner) {
    learner = becomesLearner;
  }

  /** The same as a value of the API. */
  public PeerProgress status() {
    return new PeerProgress(
        match,
        next,
        state,
        pendingSnapshot,
        recentActive,
        isPaused(),
        learner,
        inflights.count(),
        inflights.isFull());
  }

  /** As in etcd's log: {@code StateReplicate match=3 next=4}. */
  @Override
  public String toString() {
    return status().toString();
  }
}
