package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.core.internal.quorum.Ballots;
import io.togglebolt.raft.core.internal.quorum.NodeIds;
import io.togglebolt.raft.core.internal.quorum.Vote;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads on their way through a member: those that wait for a leader's first commit, those that wait
 * for a quorum to confirm that the leader still leads, and those that may go on.
 */
public final class ReadQueue {
  /**
   * A read that waits for a quorum.
   *
   * @param request the question
   * @param index up to where the leader's log was committed when it was asked
   */
  record Pending(Message request, long index) {}

  private static final class Unconfirmed implements Ballots {
    private final Pending read;
    private final ByteBuffer context;
    private NodeIds confirmedBy = NodeIds.NONE;

    Unconfirmed(Pending read, ByteBuffer context) {
      this.read = read;
      this.context = context;
    }

    @Override
    public Vote of(long id) {
      return confirmedBy.contains(id) ? Vote.GRANTED : Vote.MISSING;
    }
  }

  /**
   * How many reads may wait. A leader that hears from nobody would else keep them until it steps
   * down, which it may never do where it does not check its quorum.
   */
  static final int MAX_WAITING = 1 << 16;

  /** How many bytes they may be, since whoever asks chooses how large they are. */
  static final long MAX_WAITING_BYTES = 1L << 26;

  private static final byte[] NO_CONTEXT = {};

  private long bytes;
  private final List<Message> early = new ArrayList<>();
  private final Map<ByteBuffer, Unconfirmed> byContext = new HashMap<>();
  private final Deque<Unconfirmed> unconfirmed = new ArrayDeque<>();
  private final List<ReadState> answered = new ArrayList<>();

  /** Keeps a question until the leader has committed an entry of its own term. */
  void addEarly(Message request) {
    early.add(request);
    bytes += sizeOf(request);
  }

  /** Whether one more may not wait. */
  boolean isFullFor(Message request) {
    return early.size() + unconfirmed.size() >= MAX_WAITING
        || bytes + sizeOf(request) > MAX_WAITING_BYTES;
  }

  private static long sizeOf(Message request) {
    long size = request.context().length;
    for (Entry entry : request.entries()) {
      size += entry.data().length;
    }
    return size;
  }

  boolean hasEarly() {
    return !early.isEmpty();
  }

  /** The questions of {@link #addEarly}, which are then the caller's. */
  List<Message> takeEarly() {
    List<Message> taken = List.copyOf(early);
    early.clear();
    taken.forEach(request -> bytes -= sizeOf(request));
    return taken;
  }

  /** Keeps a read until a quorum confirms it. One with the same context waits already: it stays. */
  void add(Message request, long index, byte[] context) {
    ByteBuffer key = ByteBuffer.wrap(context);
    if (!byContext.containsKey(key)) {
      Unconfirmed added = new Unconfirmed(new Pending(request, index), key);
      byContext.put(key, added);
      unconfirmed.addLast(added);
      bytes += sizeOf(request);
    }
  }

  /**
   * A member has confirmed the leader in answer to a context.
   *
   * @return who has by now; null when no read with the context waits
   */
  @Nullable Ballots confirm(long member, byte[] context) {
    Unconfirmed waiting = byContext.get(ByteBuffer.wrap(context));
    if (waiting != null) {
      waiting.confirmedBy = waiting.confirmedBy.with(member);
    }
    return waiting;
  }

  /**
   * A quorum has confirmed a context, and with it all reads that were asked before.
   *
   * @return those reads in order; they wait no longer
   */
  List<Pending> release(byte[] context) {
    Unconfirmed last = byContext.get(ByteBuffer.wrap(context));
    if (last == null) {
      return List.of();
    }
    List<Pending> released = new ArrayList<>();
    Unconfirmed next;
    do {
      next = unconfirmed.pollFirst();
      if (next == null) {
        throw new RaftInvariantException("a read that waits is not in the queue of those that do");
      }
      byContext.remove(next.context);
      released.add(next.read);
      bytes -= sizeOf(next.read.request());
    } while (next != last);
    return released;
  }

  /** The context of the last read that waits for a quorum; empty when none does. */
  byte[] lastContext() {
    Unconfirmed last = unconfirmed.peekLast();
    return last == null ? NO_CONTEXT : last.context.array();
  }

  /** Nobody leads here any more, or anew: whoever asked asks again. */
  void clear() {
    early.clear();
    byContext.clear();
    unconfirmed.clear();
    bytes = 0;
  }

  /** A read may go on. */
  void answer(ReadState state) {
    answered.add(state);
  }

  /** The reads that may go on; the queue's own list. */
  public List<ReadState> answered() {
    return answered;
  }

  /** The reads that may go on were taken. */
  public void clearAnswered() {
    answered.clear();
  }
}
