package io.togglebolt.slot.internal;

import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.SlotOwner;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One hand-over, from the decision to the switch, on one background thread. All of the candidate's
 * code runs here or at the boundary, never under the slot's lock. In the end, however it ends, this
 * object lets go of the candidate and of the owner's hand-over, because timers and threads may hold
 * this object for longer.
 *
 * <p>{@code phase} and {@code givenUp} are guarded by the slot's lock; {@code thread} by this
 * object's monitor, which is a leaf; the rest belongs to the thread that runs.
 */
final class HandOverRun<F, P> implements Runnable {
  /**
   * Where a hand-over stands. Only a run that prepares can be too slow: the rest is the owner's.
   */
  enum Phase {
    COPYING,
    PREPARING,
    WAITING,
    SWITCHING,
    SWITCHED
  }

  private static final int CATCH_UPS_MAX = 5;

  /**
   * How many boundaries pass because too much is left to apply. Where it is so much again and
   * again, one operation of the owner's does so much that the rest is no great pause beside it.
   */
  private static final int BOUNDARIES_PASSED_MAX = 5;

  private static final long CHEAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final SlotCore<F, P> slot;
  private final @Nullable String targetKey;
  private final @Nullable String targetName;
  private final String reason;
  private final long begunNanos;
  private volatile @Nullable Candidate<F> target;
  private volatile Scheduler.@Nullable Scheduled timer;
  private final AtomicReference<SlotOwner.@Nullable HandOver<F, P>> handOver =
      new AtomicReference<>();
  private @Nullable Thread thread;
  private boolean interrupted;
  private Phase phase = Phase.COPYING;
  private boolean givenUp;
  private boolean tooFarBehind;
  private int boundariesPassed;

  HandOverRun(SlotCore<F, P> slot, Order<F> order, long begunNanos) {
    this.slot = slot;
    this.target = order.target();
    this.targetKey = order.target() == null ? null : order.target().key();
    this.targetName = order.target() == null ? null : order.target().name();
    this.reason = order.reason();
    this.begunNanos = begunNanos;
  }

  @Nullable String targetKey() {
    return targetKey;
  }

  @Nullable String targetName() {
    return targetName;
  }

  String reason() {
    return reason;
  }

  long begunNanos() {
    return begunNanos;
  }

  Phase phase() {
    return phase;
  }

  void enter(Phase next) {
    phase = next;
  }

  boolean switched() {
    return phase == Phase.SWITCHED;
  }

  boolean givenUp() {
    return givenUp;
  }

  /** Changes nothing once the switch has begun: what the owner completes does serve. */
  void giveUp() {
    givenUp |= phase != Phase.SWITCHING;
  }

  void limit(Scheduler.Scheduled prepareTimer) {
    timer = prepareTimer;
  }

  /** Wakes a candidate or an owner that sleeps, if this run is still on its thread. */
  synchronized void interrupt() {
    if (thread != null && thread != Thread.currentThread()) {
      interrupted = true;
      thread.interrupt();
    }
  }

  @Override
  public void run() {
    synchronized (this) {
      thread = Thread.currentThread();
    }
    try {
      Candidate<F> candidate = target;
      if (slot.goesOn(this) && (candidate == null || prepared(candidate))) {
        boolean tooFar = isTooFarToSwitch();
        while (tooFar && caughtUpAgain()) {
          tooFar = isTooFarToSwitch();
        }
      }
    } finally {
      letGo();
      slot.ended(this);
    }
  }

  private boolean prepared(Candidate<F> candidate) {
    try {
      SlotOwner.HandOver<F, P> begun = slot.owner().begin();
      if (begun == null) {
        slot.ownerGone();
        return false;
      }
      handOver.set(begun);
      if (!slot.beginsToPrepare(this)) {
        return false;
      }
      candidate.preload().run();
      if (!slot.goesOn(this)) {
        return false;
      }
      begun.make(candidate.factory());
      catchUp(begun);
      return true;
    } catch (Throwable failed) {
      slot.failed(this, failed);
      return false;
    }
  }

  /** Again and again, until a round is so cheap that the rest may be done at the boundary. */
  private void catchUp(SlotOwner.HandOver<F, P> preparing) throws Exception {
    for (int round = 0; round < CATCH_UPS_MAX && slot.goesOn(this); round++) {
      long begun = slot.nanoTime();
      preparing.catchUp();
      if (slot.nanoTime() - begun < CHEAP_NANOS) {
        return;
      }
    }
  }

  /**
   * While this run waited for the boundary, so much happened there that a writer would notice the
   * rest. It is caught up with outside, in the candidate's time.
   */
  private boolean caughtUpAgain() {
    SlotOwner.HandOver<F, P> preparing = handOver.get();
    try {
      if (preparing == null || !slot.beginsToPrepare(this)) {
        return false;
      }
      catchUp(preparing);
      return true;
    } catch (Throwable failed) {
      slot.failed(this, failed);
      return false;
    }
  }

  /** Switches at the boundary; true when it did not because too much is left to apply. */
  private boolean isTooFarToSwitch() {
    tooFarBehind = false;
    if (slot.reached(this)) {
      switchAtBoundary();
    }
    return tooFarBehind;
  }

  private void switchAtBoundary() {
    cancelTimer();
    try {
      if (!slot.owner().atBoundary(this::switchOver)) {
        slot.ownerGone();
      }
    } catch (InterruptedException interruption) {
      // This run was given up, or the scheduler is closing: either way it ends here, and what is
      // still wanted is decided anew.
      return;
    } catch (RuntimeException | Error failed) {
      slot.failed(this, failed);
    }
  }

  private void switchOver() {
    long pauseBegunNanos = slot.nanoTime();
    SlotOwner.HandOver<F, P> ready = handOver.get();
    if (ready != null && boundariesPassed < BOUNDARIES_PASSED_MAX && !ready.isClose()) {
      boundariesPassed++;
      tooFarBehind = true;
      return;
    }
    if (!slot.mayBeginSwitch(this)) {
      return;
    }
    Candidate<F> candidate = target;
    if (ready == null || candidate == null) {
      slot.adopt(this, null, 0, slot.nanoTime() - pauseBegunNanos);
      return;
    }
    P part;
    long stateSize;
    try {
      part = Objects.requireNonNull(ready.complete(), "the hand-over gave no part");
      stateSize = ready.stateSize();
    } catch (Throwable failed) {
      slot.failed(this, failed);
      return;
    }
    long pauseNanos = ready.copyNanos() + slot.nanoTime() - pauseBegunNanos;
    slot.adopt(this, new Serving<>(candidate.name(), candidate.key(), part), stateSize, pauseNanos);
  }

  /** Lets go of the owner's hand-over, once; by a timer when the candidate does not return. */
  void abandon() {
    SlotOwner.HandOver<F, P> ending = handOver.getAndSet(null);
    if (ending != null) {
      try {
        ending.abandon();
      } catch (RuntimeException | Error failed) {
        slot.scribe().warn("letting go of " + targetName + " failed: " + Reasons.of(failed));
      }
    }
  }

  private void letGo() {
    cancelTimer();
    target = null;
    abandon();
    synchronized (this) {
      thread = null;
      if (interrupted) {
        // The thread goes back to its pool without the interrupt that was meant for this run.
        Thread.interrupted();
      }
    }
  }

  private void cancelTimer() {
    Scheduler.Scheduled running = timer;
    timer = null;
    if (running != null) {
      running.cancel();
    }
  }
}
