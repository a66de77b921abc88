package io.togglebolt.slot.internal;

import io.togglebolt.slot.SlotOptions;
import io.togglebolt.slot.SlotOwner;
import io.togglebolt.slot.SwapRecord.Event;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The heart of one slot: its lock, its state, and the hand-over that is under way.
 *
 * <p><b>Who owns what.</b> {@link SlotState} holds all bookkeeping and is guarded by {@code lock}.
 * The part itself belongs to the owner; {@code part} is written under {@code lock} and, once the
 * slot is open, only by a thread that holds the owner's boundary. Everything that waits, waits on
 * {@code changed}.
 *
 * <p><b>Order of locks.</b> The owner's boundary, then the slot's lock, then the monitor of the
 * candidate set, which is a leaf. The slot's lock is never held while the owner, a candidate, the
 * journal, a listener, metrics or the scheduler are called, nor while waiting for the boundary.
 *
 * <p><b>How it moves.</b> Whatever happens changes the state under the lock and then calls {@link
 * #proceed}, which asks the state what is wanted. At most one {@link HandOverRun} is under way;
 * when it ends, the question is asked again. At the boundary it is asked once more, so a run whose
 * target is no longer wanted changes nothing. A run that is too slow is forgotten, and whatever it
 * brings later is refused because it is no longer {@code state.run}.
 */
final class SlotCore<F, P> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SlotOptions options;
  private final Surroundings surroundings;
  private final SlotOwner<F, P> owner;
  private final SlotState<F, P> state;
  private final Scribe scribe;
  private final ClockedWait waiting;
  private volatile @Nullable P part;

  /** The name of the part that serves, for those who look without the lock. */
  private volatile @Nullable String active;

  SlotCore(
      SlotOptions options,
      CandidateSet<F> candidates,
      SlotOwner<F, P> owner,
      Surroundings surroundings) {
    this.options = options;
    this.surroundings = surroundings;
    this.owner = owner;
    state = new SlotState<>(options, candidates);
    scribe = new Scribe(options, surroundings, () -> active);
    waiting = new ClockedWait(surroundings.clock(), surroundings.scheduler(), lock, changed);
  }

  SlotOptions options() {
    return options;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  SlotOwner<F, P> owner() {
    return owner;
  }

  SlotState<F, P> state() {
    return state;
  }

  Scribe scribe() {
    return scribe;
  }

  long nanoTime() {
    return surroundings.clock().nanoTime();
  }

  @Nullable P part() {
    return part;
  }

  <T> T locked(Supplier<T> task) {
    lock.lock();
    try {
      return task.get();
    } finally {
      lock.unlock();
    }
  }

  /** Changes the state, then does what follows from it. */
  void change(Runnable task) {
    lock.lock();
    try {
      task.run();
    } finally {
      lock.unlock();
    }
    proceed();
  }

  /** Under the lock: another part serves from now on, or none. */
  void serve(@Nullable Serving<P> next) {
    state.serve(next);
    part = next == null ? null : next.part();
    active = next == null ? null : next.name();
    changed.signalAll();
  }

  /** Waits by the clock until {@code done}, which is asked under the lock. */
  boolean await(BooleanSupplier done, long begunNanos, long timeoutMillis)
      throws InterruptedException {
    return waiting.until(done, begunNanos, timeoutMillis);
  }

  /** Waits in real time, until {@link System#nanoTime} reaches the deadline. */
  void awaitInRealTime(BooleanSupplier done, long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long leftNanos = deadlineNanos - System.nanoTime();
      while (!done.getAsBoolean() && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Answers and wakes those who wait, and begins the next hand-over if one is wanted. */
  void proceed() {
    boolean stopping = surroundings.stopping().getAsBoolean();
    HandOverRun<F, P> begun = begin(stopping, nanoTime());
    if (begun == null) {
      return;
    }
    surroundings.scheduler().execute(begun);
  }

  private @Nullable HandOverRun<F, P> begin(boolean stopping, long nowNanos) {
    lock.lock();
    try {
      state.settle();
      changed.signalAll();
      Order<F> order = stopping ? null : state.next();
      if (order == null) {
        return null;
      }
      HandOverRun<F, P> begun = new HandOverRun<>(this, order, nowNanos);
      state.run = begun;
      return begun;
    } finally {
      lock.unlock();
    }
  }

  // What a hand-over asks and tells.

  /** Whether the run is still the one under way, and its target still wanted. */
  boolean goesOn(HandOverRun<F, P> run) {
    boolean stopping = surroundings.stopping().getAsBoolean();
    return !stopping && locked(() -> stillWanted(run));
  }

  /** Under the lock: the same. */
  boolean stillWanted(HandOverRun<F, P> run) {
    if (run.givenUp() || state.run != run) {
      return false;
    }
    Order<F> order = state.wanted();
    return order != null && order.sameTarget(run);
  }

  /** The owner has made its copy: from now on the candidate's time runs. */
  boolean beginsToPrepare(HandOverRun<F, P> run) {
    if (!advance(run, HandOverRun.Phase.PREPARING)) {
      return false;
    }
    run.limit(
        surroundings.scheduler().schedule(() -> timedOut(run), options.prepareTimeoutMillis()));
    return true;
  }

  /** The candidate has done its work in time: what is left is the owner's boundary. */
  boolean reached(HandOverRun<F, P> run) {
    return advance(run, HandOverRun.Phase.WAITING);
  }

  /** At the boundary: whether the switch may begin. */
  boolean mayBeginSwitch(HandOverRun<F, P> run) {
    return !surroundings.stopping().getAsBoolean() && advance(run, HandOverRun.Phase.SWITCHING);
  }

  private boolean advance(HandOverRun<F, P> run, HandOverRun.Phase phase) {
    lock.lock();
    try {
      if (!stillWanted(run)) {
        return false;
      }
      run.enter(phase);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * At the boundary: the run's part serves from now on; null lets nobody serve. Once the owner has
   * completed a part it does serve, unless the slot was closed.
   */
  void adopt(HandOverRun<F, P> run, @Nullable Serving<P> next, long stateSize, long pauseNanos) {
    Serving<P> before;
    int waited;
    lock.lock();
    try {
      before = state.closed ? next : state.serving();
      waited = state.waiting;
      if (!state.closed) {
        state.swaps += before != null && next != null ? 1 : 0;
        serve(next);
        run.enter(HandOverRun.Phase.SWITCHED);
        if (next != null && !state.present(next.key())) {
          // It left while the owner completed it; nobody could withdraw what did not serve yet.
          state.withdrawal = new Withdrawal(true);
        }
      }
    } finally {
      lock.unlock();
    }
    if (before != null) {
      retire(before.part());
    }
    if (run.switched()) {
      Scribe.Cost cost =
          new Scribe.Cost(nanoTime() - run.begunNanos(), pauseNanos, stateSize, waited);
      Event event = next == null ? Event.VACATED : before == null ? Event.FILLED : Event.SWAPPED;
      String from = before == null ? null : before.name();
      scribe.switched(event, from, next == null ? null : next.name(), run.reason(), cost);
    }
  }

  /** Tells the owner, at its boundary, that a part is needed no more. */
  void retire(P part) {
    try {
      owner.retired(part);
    } catch (RuntimeException | Error failed) {
      scribe.warn("letting go of a part failed: " + Reasons.of(failed));
    }
  }

  /** The candidate failed on its way, unless the run was given up before. */
  void failed(HandOverRun<F, P> run, Throwable thrown) {
    String name = run.targetName();
    String key = run.targetKey();
    if (locked(run::givenUp)) {
      return;
    }
    if (name != null && key != null && !locked(run::switched)) {
      setAside(key, name, Reasons.of(thrown), Reasons.where(thrown));
      return;
    }
    scribe.warn("the owner failed at the boundary: " + Reasons.of(thrown));
    if (key == null) {
      // Nobody is to blame and nothing else to try, so trying again would never end.
      ownerGone();
    }
  }

  /** A candidate is not trusted any more, and it is its own fault. */
  void setAside(String key, String name, String reason, String where) {
    setAside(key, name, reason, where, true);
  }

  /** The same; where it is not its fault, it may serve again before nobody does. */
  void setAside(String key, String name, String reason, String where, boolean lasting) {
    String serving =
        locked(
            () -> {
              state.setAside(key, name, reason, lasting);
              return state.servingName();
            });
    scribe.setAside(serving, name, reason, where);
  }

  /** The owner has no boundary any more, so nothing can be handed over. */
  void ownerGone() {
    lock.lock();
    try {
      state.ownerGone = true;
    } finally {
      lock.unlock();
    }
  }

  /** The run has let go of everything. */
  void ended(HandOverRun<F, P> run) {
    change(
        () -> {
          if (state.run == run) {
            state.run = null;
          }
        });
  }

  private void timedOut(HandOverRun<F, P> run) {
    boolean late;
    boolean blamed;
    lock.lock();
    try {
      late = state.run == run && run.phase() == HandOverRun.Phase.PREPARING;
      blamed = late && !run.givenUp();
      if (late) {
        run.giveUp();
        state.run = null;
      }
    } finally {
      lock.unlock();
    }
    String name = run.targetName();
    String key = run.targetKey();
    if (blamed && name != null && key != null) {
      setAside(key, name, "not ready after " + options.prepareTimeoutMillis() + " ms", "");
    }
    if (late) {
      run.interrupt();
      run.abandon();
      proceed();
    }
  }
}
