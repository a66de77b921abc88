package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.StorageException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets concurrent writers share commits. Of those who call, one leads: its thread takes the writer
 * lock like any writer, and only then takes what waits, so that all who came while the commit
 * before was on its way to the disk are in the next one. It runs the works, commits, and makes the
 * first of those who came in the meantime the next leader. Nobody waits for a clock.
 *
 * <p>Who owns what: {@link #lock} guards the queue, who leads, and every call's state. It is held
 * for moments only, never while a work runs, a transaction begins or ends, or a hook runs; it is
 * taken after the writer lock or without it, and nothing is taken after it. The round and its
 * transaction are the leader's, with one exception: when somebody ends the work that runs just now,
 * since its bundle left or the database closes, the round is taken from the leader and everybody
 * else in it waits again. A work may hang forever then, and its thread finds out when it returns.
 *
 * <p>A call ends exactly once, by whoever takes it out of the queue or the round under the lock; an
 * interrupted caller takes its own call out as long as it is in the queue, and no later.
 */
final class BatchQueue {
  private static final Logger LOG = System.getLogger(BatchQueue.class.getName());

  /** How many works share one commit at most, so that a transaction that fails is repeated soon. */
  static final int MAX_WORKS_PER_COMMIT = 1_000;

  /** On whose behalf the shared transaction is open: nobody's in particular. */
  static final Client EVERYBODY = new Client("batch");

  private final String name;
  private final WriteSide writeSide;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<BatchCall> queue = new ArrayDeque<>();
  private @Nullable BatchCall leader;
  private @Nullable BatchRound round;
  private boolean closed;

  BatchQueue(String name, WriteSide writeSide) {
    this.name = name;
    this.writeSide = writeSide;
  }

  /** See {@link Database#batchResult}. */
  <T extends @Nullable Object, E extends Exception> T run(Client client, Database.Work<T, E> work)
      throws E {
    if (writeSide.inside()) {
      throw new IllegalStateException(
          name + ": this thread has the write transaction; a batch would wait for it forever");
    }
    // This thread may come to lead others, who must not pay for an overflow half-way.
    StackRoom.require();
    BatchCall call = new BatchCall(client, work);
    enqueue(call);
    await(call);
    return call.outcome(name);
  }

  private void enqueue(BatchCall call) {
    lock.lock();
    try {
      if (closed || call.client().hasLeft()) {
        throw closedTo(call, null);
      }
      queue.addLast(call);
      if (leader == null) {
        appoint();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes the first in the queue whose thread is free the leader; without one nobody leads. */
  private void appoint() {
    leader = null;
    for (BatchCall call : queue) {
      if (!call.isBusy()) {
        leader = call;
        call.lead();
        return;
      }
    }
  }

  private void await(BatchCall call) {
    boolean interrupted = false;
    while (call.state() != BatchCall.State.DONE) {
      if (call.state() == BatchCall.State.LEADS) {
        lead(call);
        continue;
      }
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
        takeOut(call);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** An interrupted caller's work is not begun any more, unless it was begun already. */
  private void takeOut(BatchCall call) {
    lock.lock();
    try {
      if (call.state() == BatchCall.State.WAITING && queue.remove(call)) {
        call.end(interrupted(null));
      } else if (call.state() == BatchCall.State.LEADS) {
        // It leads others too: its begin finds the interrupt and hands the lead on.
        Thread.currentThread().interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private StorageException interrupted(@Nullable Throwable cause) {
    return new StorageException(
        name + ": interrupted while waiting for a batch; the work was not done", cause);
  }

  private void lead(BatchCall own) {
    List<BatchCall> ended = List.of();
    WriteTransaction transaction = null;
    BatchRound led = null;
    try {
      transaction = beginFirst(own);
      if (transaction != null) {
        led = take(transaction);
        ended = led.serve();
      }
    } catch (Throwable broken) {
      // Works do not throw this far, so something broke between them. Whatever it is, those who
      // wait must not wait for ever, and each of them is told.
      LOG.log(Level.ERROR, name + ": a batch broke off", broken);
      ended = led == null ? breakOff(own, transaction, broken) : led.breakOff(broken);
    } finally {
      handOn(own, ended);
    }
  }

  /** Nothing was taken from the queue, so the others get another leader. */
  private List<BatchCall> breakOff(
      BatchCall own, @Nullable WriteTransaction transaction, Throwable broken) {
    if (transaction != null) {
      BatchRound.close(transaction, broken);
    }
    lock.lock();
    try {
      if (queue.remove(own)) {
        own.end(brokenOff(broken));
      }
    } finally {
      lock.unlock();
    }
    return List.of();
  }

  /** What somebody gets whose work is not committed, since the batch broke off. */
  StorageException brokenOff(Throwable cause) {
    return new StorageException(
        name + ": the batch broke off and the work was not committed: " + cause, cause);
  }

  /** The next leader is woken before those who are done, since the disk waits for it. */
  private void handOn(BatchCall own, List<BatchCall> ended) {
    lock.lock();
    try {
      own.leadNoMore();
      if (leader == own) {
        leader = null;
        round = null;
      }
      if (leader == null) {
        appoint();
      }
    } finally {
      try {
        for (BatchCall call : ended) {
          call.end();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** The transaction, or null when there is none and those concerned have been told. */
  private @Nullable WriteTransaction beginFirst(BatchCall own) {
    try {
      return writeSide.begin(EVERYBODY);
    } catch (RuntimeException | Error refused) {
      lock.lock();
      try {
        if (refused.getCause() instanceof InterruptedException) {
          // That is the leader's own affair; the others get another leader.
          if (queue.remove(own)) {
            own.end(interrupted(refused.getCause()));
          }
        } else {
          // One wait for all: who waits for a part that does not come should not wait in turn.
          queue.forEach(call -> call.end(SharedFailure.copyOf(refused)));
          queue.clear();
        }
      } finally {
        lock.unlock();
      }
      return null;
    }
  }

  private BatchRound take(WriteTransaction transaction) {
    lock.lock();
    try {
      // All memory first: a call that is out of the queue and in no round would never end.
      List<BatchCall> calls = new ArrayList<>(Math.min(queue.size(), MAX_WORKS_PER_COMMIT));
      BatchRound taken = new BatchRound(this, writeSide, lock, calls, transaction);
      while (!queue.isEmpty() && calls.size() < MAX_WORKS_PER_COMMIT) {
        BatchCall call = queue.removeFirst();
        call.setState(BatchCall.State.IN_ROUND);
        calls.add(call);
      }
      round = taken;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A client is gone: what it has in the queue ends without having run. If its work runs just now,
   * the transaction ends with it and the others' works run again.
   */
  void endCallsOf(Client client) {
    WriteTransaction left = null;
    lock.lock();
    try {
      queue.removeIf(call -> endedFor(client, call));
      BatchRound open = round;
      if (open != null && open.isOpen()) {
        if (open.runs(client)) {
          left = takeOver(open, client);
        } else {
          open.endNotBegun(client);
        }
      }
    } finally {
      lock.unlock();
    }
    if (left != null) {
      writeSide.endOnBehalfOf(client, left);
    }
  }

  /**
   * Ends a call if it is concerned; returns whether it is. With the lock held.
   *
   * @param client whose calls end, or null when all do
   */
  boolean endedFor(@Nullable Client client, BatchCall call) {
    boolean concerned = client == null || call.client() == client;
    if (concerned) {
      call.end(closedTo(call, null));
    }
    return concerned;
  }

  /** Takes the round from its leader; returns the transaction, which is to be rolled back. */
  private @Nullable WriteTransaction takeOver(BatchRound open, @Nullable Client client) {
    for (BatchCall call : open.takeOver().reversed()) {
      if (!endedFor(client, call)) {
        call.setState(BatchCall.State.WAITING);
        queue.addFirst(call);
      }
    }
    round = null;
    appoint();
    return open.transaction();
  }

  /** Takes no further calls; those in the queue end without having run. */
  void close() {
    lock.lock();
    try {
      closed = true;
      queue.removeIf(call -> endedFor(null, call));
    } finally {
      lock.unlock();
    }
  }

  /** The writing side is closed: nobody waits any more for a work that never returns. */
  void abandon() {
    lock.lock();
    try {
      BatchRound open = round;
      if (open != null && open.isOpen()) {
        takeOver(open, null);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A call that its own thread shall lead, since another one's could not. With the lock held. */
  void putBack(BatchCall call) {
    if (closed || call.client().hasLeft()) {
      call.end(closedTo(call, call.failure()));
    } else {
      call.setState(BatchCall.State.WAITING);
      queue.addFirst(call);
    }
  }

  /** Whether the database takes no calls any more. With the lock held. */
  boolean isClosed() {
    return closed;
  }

  /** Why a call can only fail. With the lock held. */
  DatabaseClosedException closedTo(BatchCall call, @Nullable Throwable cause) {
    Client client = call.client();
    String message =
        closed || !client.hasLeft() ? name + ": the database is closed" : client.leaving(name);
    return new DatabaseClosedException(message + "; the work was not committed", cause);
  }
}
