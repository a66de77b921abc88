package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.StorageException;
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
  /** How many works share one commit at most, so that a transaction that fails is repeated soon. */
  static final int MAX_WORKS_PER_COMMIT = 1_000;

  /** On whose behalf the shared transaction is open: nobody's in particular. */
  private static final Client EVERYBODY = new Client("batch");

  private enum State {
    WAITING,
    /** Waiting, and to be the next to lead. */
    LEADS,
    IN_ROUND,
    DONE
  }

  /** One caller and its work. All but the state is written under the lock. */
  private static final class Call {
    final Client client;
    final Database.Work<?, ?> work;
    final Thread thread = Thread.currentThread();
    volatile State state = State.WAITING;
    Hooks hooks = new Hooks();

    /** The hooks that the caller runs in the end. */
    final List<Runnable> due = new ArrayList<>();

    /** Whether its thread leads, or led a round that was taken from it and has not returned. */
    boolean busy;

    @Nullable Object result;
    @Nullable Throwable failure;

    Call(Client client, Database.Work<?, ?> work) {
      this.client = client;
      this.work = work;
    }
  }

  /** The works of one commit. Guarded by the lock. */
  private static final class Round {
    final List<Call> calls;

    /** Null between a transaction that was rolled back and the next. */
    @Nullable WriteTransaction transaction;

    /** How many works have begun in this transaction. */
    int begun;

    boolean workRuns;
    boolean committing;
    boolean taken;

    Round(List<Call> calls) {
      this.calls = calls;
    }

    @Nullable Call running() {
      return workRuns ? calls.get(begun - 1) : null;
    }
  }

  private final String name;
  private final WriteSide writeSide;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Call> queue = new ArrayDeque<>();
  private @Nullable Call leader;
  private @Nullable Round round;
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
    Call call = new Call(client, work);
    enqueue(call);
    await(call);
    return outcome(call);
  }

  private void enqueue(Call call) {
    lock.lock();
    try {
      if (closed || call.client.hasLeft()) {
        throw closedTo(call.client, null);
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
    for (Call call : queue) {
      if (!call.busy) {
        leader = call;
        call.busy = true;
        call.state = State.LEADS;
        LockSupport.unpark(call.thread);
        return;
      }
    }
  }

  private void await(Call call) {
    boolean interrupted = false;
    while (call.state != State.DONE) {
      if (call.state == State.LEADS) {
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
  private void takeOut(Call call) {
    lock.lock();
    try {
      if (call.state == State.WAITING && queue.remove(call)) {
        end(call, interrupted(null));
      } else if (call.state == State.LEADS) {
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

  /** Ends a call, with a failure or without; its thread is woken by whoever lets go of the lock. */
  private static void end(Call call, @Nullable Throwable failure) {
    call.failure = failure;
    call.state = State.DONE;
    LockSupport.unpark(call.thread);
  }

  private void lead(Call own) {
    List<Call> ended = List.of();
    try {
      WriteTransaction transaction = beginFirst(own);
      if (transaction != null) {
        ended = serve(transaction);
      }
    } finally {
      handOn(own, ended);
    }
  }

  /** The next leader is woken before those who are done, since the disk waits for it. */
  private void handOn(Call own, List<Call> ended) {
    lock.lock();
    try {
      own.busy = false;
      if (leader == own) {
        leader = null;
        round = null;
      }
      if (own.state == State.LEADS) {
        own.state = State.WAITING;
      }
      if (leader == null) {
        appoint();
      }
      ended.forEach(call -> end(call, call.failure));
    } finally {
      lock.unlock();
    }
  }

  /** The transaction, or null when there is none and those concerned have been told. */
  private @Nullable WriteTransaction beginFirst(Call own) {
    try {
      return writeSide.begin(EVERYBODY);
    } catch (RuntimeException | Error refused) {
      lock.lock();
      try {
        if (refused.getCause() instanceof InterruptedException) {
          // That is the leader's own affair; the others get another leader.
          if (queue.remove(own)) {
            end(own, interrupted(refused.getCause()));
          }
        } else {
          // One wait for all: who waits for a part that does not come should not wait in turn.
          queue.forEach(call -> end(call, refused));
          queue.clear();
        }
      } finally {
        lock.unlock();
      }
      return null;
    }
  }

  /** Runs and commits what waits, and returns the calls that have ended by it. */
  private List<Call> serve(WriteTransaction first) {
    List<Call> ended = new ArrayList<>();
    Round mine = take(first);
    WriteTransaction transaction = first;
    while (transaction != null) {
      Call failed = runWorks(mine, transaction);
      if (failed == null && startCommit(mine)) {
        commit(mine, transaction, ended);
        return ended;
      }
      transaction.closeNow();
      transaction = drop(mine, failed) ? beginAgain(mine) : null;
    }
    return ended;
  }

  private Round take(WriteTransaction transaction) {
    lock.lock();
    try {
      List<Call> calls = new ArrayList<>();
      while (!queue.isEmpty() && calls.size() < MAX_WORKS_PER_COMMIT) {
        Call call = queue.removeFirst();
        call.state = State.IN_ROUND;
        calls.add(call);
      }
      Round taken = new Round(calls);
      taken.transaction = transaction;
      round = taken;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Runs works until one fails, which is returned. */
  private @Nullable Call runWorks(Round mine, WriteTransaction transaction) {
    Call call;
    while ((call = next(mine)) != null) {
      transaction.share(call.hooks);
      Object result = null;
      Throwable failure = null;
      try {
        result = call.work.in(transaction);
        failure = broken(transaction);
      } catch (Throwable thrown) {
        failure = thrown;
      }
      if (!returned(mine, transaction, call, result, failure)) {
        return call;
      }
    }
    return null;
  }

  private @Nullable Call next(Round mine) {
    lock.lock();
    try {
      if (mine.taken || mine.begun == mine.calls.size()) {
        return null;
      }
      Call call = mine.calls.get(mine.begun++);
      mine.workRuns = true;
      call.hooks = new Hooks();
      return call;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A work may have caught what broke one of its changes off; it cannot be committed all the same.
   */
  private static @Nullable Throwable broken(WriteTransaction transaction) {
    Throwable cause = transaction.spoiledBy();
    return cause == null
        ? null
        : new StorageException(
            "the work is rolled back, since one of its changes broke off half-way: "
                + cause.getMessage(),
            cause);
  }

  /** Notes what a work did; returns whether the round goes on with this transaction. */
  private boolean returned(
      Round mine,
      WriteTransaction transaction,
      Call call,
      @Nullable Object result,
      @Nullable Throwable failure) {
    lock.lock();
    try {
      if (mine.taken) {
        return false;
      }
      mine.workRuns = false;
      call.result = result;
      call.failure = failure;
      if (transaction.isClosed()) {
        call.failure = closedTo(call.client, failure);
      }
      return call.failure == null;
    } finally {
      lock.unlock();
    }
  }

  private boolean startCommit(Round mine) {
    lock.lock();
    try {
      mine.committing = !mine.taken && !mine.calls.isEmpty();
      return mine.committing;
    } finally {
      lock.unlock();
    }
  }

  private void commit(Round mine, WriteTransaction transaction, List<Call> ended) {
    Throwable failure = null;
    try {
      transaction.commitNow();
    } catch (RuntimeException | Error refused) {
      failure = refused;
    }
    lock.lock();
    try {
      for (Call call : mine.calls) {
        call.due.addAll(call.hooks.take(failure == null));
        call.failure =
            failure != null && closed && !(failure instanceof Error)
                ? closedTo(call.client, failure)
                : failure;
        ended.add(call);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * After a rollback: takes the work that failed out of the round and lets the others begin anew.
   * Returns whether there are any, and they are still this thread's.
   */
  private boolean drop(Round mine, @Nullable Call failed) {
    lock.lock();
    try {
      if (mine.taken) {
        return false;
      }
      keepRollbackHooks(mine);
      if (failed != null && mine.calls.remove(failed)) {
        end(failed, failed.failure);
      }
      mine.transaction = null;
      mine.begun = 0;
      return !mine.calls.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private static void keepRollbackHooks(Round mine) {
    for (Call call : mine.calls.subList(0, mine.begun)) {
      call.due.addAll(call.hooks.take(false));
    }
  }

  /** The next transaction of a round, or null when it is over. An interrupt harms no follower. */
  private @Nullable WriteTransaction beginAgain(Round mine) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return resume(mine, writeSide.begin(EVERYBODY));
        } catch (RuntimeException | Error refused) {
          if (refused.getCause() instanceof InterruptedException) {
            interrupted |= Thread.interrupted();
          } else {
            failAll(mine, refused);
            return null;
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private WriteTransaction resume(Round mine, WriteTransaction transaction) {
    lock.lock();
    try {
      mine.transaction = transaction;
      return transaction;
    } finally {
      lock.unlock();
    }
  }

  private void failAll(Round mine, Throwable failure) {
    lock.lock();
    try {
      if (!mine.taken) {
        mine.calls.forEach(call -> end(call, failure));
        mine.calls.clear();
      }
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
      endWaiting(client);
      Round open = round;
      if (open != null && !open.committing && !open.taken) {
        Call running = open.running();
        if (running != null && running.client == client) {
          left = takeOver(open, client);
        } else {
          endNotBegun(open, client);
        }
      }
    } finally {
      lock.unlock();
    }
    if (left != null) {
      writeSide.endOnBehalfOf(client, left);
    }
  }

  private void endWaiting(@Nullable Client client) {
    queue.removeIf(
        call -> {
          boolean concerned = client == null || call.client == client;
          if (concerned) {
            end(call, closedTo(call.client, null));
          }
          return concerned;
        });
  }

  private void endNotBegun(Round open, Client client) {
    List<Call> later = open.calls.subList(open.begun, open.calls.size());
    later.removeIf(
        call -> {
          boolean concerned = call.client == client;
          if (concerned) {
            end(call, closedTo(client, null));
          }
          return concerned;
        });
  }

  /** Takes the round from its leader; returns the transaction, which is to be rolled back. */
  private @Nullable WriteTransaction takeOver(Round open, @Nullable Client client) {
    open.taken = true;
    keepRollbackHooks(open);
    for (Call call : open.calls.reversed()) {
      if (client == null || call.client == client) {
        end(call, closedTo(call.client, null));
      } else {
        call.state = State.WAITING;
        queue.addFirst(call);
      }
    }
    round = null;
    appoint();
    return open.transaction;
  }

  /** Takes no further calls; those in the queue end without having run. */
  void close() {
    lock.lock();
    try {
      closed = true;
      endWaiting(null);
    } finally {
      lock.unlock();
    }
  }

  /** The writing side is closed: nobody waits any more for a work that never returns. */
  void abandon() {
    lock.lock();
    try {
      Round open = round;
      if (open != null && !open.committing && !open.taken) {
        takeOver(open, null);
      }
    } finally {
      lock.unlock();
    }
  }

  private DatabaseClosedException closedTo(Client client, @Nullable Throwable cause) {
    String message =
        closed || !client.hasLeft()
            ? name + ": the database is closed"
            : name + ": " + client.name() + " has given the database back";
    return new DatabaseClosedException(message + "; the work was not committed", cause);
  }

  /** What the caller gets, after its hooks, on its own thread. */
  @SuppressWarnings("unchecked")
  private <T extends @Nullable Object, E extends Exception> T outcome(Call call) throws E {
    Throwable failure = call.failure;
    StorageException hookFailed = Hooks.run(call.due, name + ": the batch", failure == null);
    if (failure == null) {
      if (hookFailed != null) {
        throw hookFailed;
      }
      return (T) call.result;
    }
    if (hookFailed != null) {
      failure.addSuppressed(hookFailed);
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    // Nothing else than what the work declares can have come out of it.
    throw (E) failure;
  }
}
