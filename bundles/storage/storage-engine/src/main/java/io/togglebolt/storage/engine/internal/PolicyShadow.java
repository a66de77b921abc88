package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.slot.Candidate;
import io.togglebolt.storage.FreelistComparison.Role;
import io.togglebolt.storage.FreelistComparison.Row;
import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One policy in the background. Nothing that it does reaches anybody: what it throws, or answers
 * wrongly, ends this shadow with a reason in words, and so does a call that does not return. In the
 * end, however it ends, this object lets go of the policy and of all that was made for it.
 *
 * <p>The policy's code runs in {@link #run} alone, which one thread at a time is in. The monitor
 * guards the rest; it is never held while that code runs.
 */
final class PolicyShadow implements Runnable {
  /** How long one call may take before the policy is taken to hang. */
  static final long MOST_CALL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How long the policy may take to be made from what is pending. */
  static final long MOST_MAKING_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final String label;
  private final String key;
  private final boolean own;
  private final Clock clock;
  private final Backlog backlog = new Backlog();
  private final CountDownLatch settled = new CountDownLatch(1);

  /** How many asked for a run since the one that goes on began, that one included. */
  private final AtomicInteger requests = new AtomicInteger();

  private @Nullable ShadowedPolicy policy;
  private @Nullable ShadowStart snapshot;
  private @Nullable ShadowSpace space;
  private @Nullable Thread thread;
  private long callBegunNanos;
  private long callMayTakeNanos;
  private boolean stopped;
  private boolean ended;
  private String problem = "";
  private Figures figures = new Figures(0, 0, 0, 0, 0, 0, 0);

  private record Figures(
      long transactions,
      long pending,
      long free,
      long filePages,
      long calls,
      long runs,
      long nanos) {}

  PolicyShadow(ShadowedPolicy policy, Clock clock) {
    this.policy = policy;
    this.clock = clock;
    label = policy.label();
    key = policy.candidate().key();
    own = policy.factory() == policy.candidate().factory();
  }

  /** What its candidate is; see {@link Candidate#key}. */
  String key() {
    return key;
  }

  /** It begins as the database is; called before the first event. */
  synchronized void begin(ShadowStart start, TrafficEvent.Figures database) {
    snapshot = start;
    figures =
        new Figures(
            0, database.pendingPages(), database.freePages(), database.filePages(), 0, 0, 0);
  }

  /** Another event to be replayed, called by the writer. */
  void add(TrafficEvent event) {
    if (!backlog.add(event)) {
      end("fell behind by more than " + Backlog.MOST_WEIGHT + " runs");
    }
  }

  /** Whether there is something to do, and nobody is about to do it. The caller runs it. */
  boolean request() {
    return (isUnmade() || !backlog.isEmpty() || isStopped()) && requests.getAndIncrement() == 0;
  }

  private synchronized boolean isUnmade() {
    return snapshot != null;
  }

  private synchronized boolean isStopped() {
    return stopped && settled.getCount() > 0;
  }

  @Override
  public void run() {
    int seen = requests.get();
    while (seen != 0) {
      work();
      seen = requests.addAndGet(-seen);
    }
  }

  private void work() {
    try {
      // Asked first: what is added later is worked on by the next run.
      boolean last = isStopped();
      ShadowSpace replaying = made();
      if (replaying == null) {
        return;
      }
      for (TrafficEvent event : backlog.take()) {
        if (!enter(MOST_CALL_NANOS)) {
          return;
        }
        replaying.replay(event);
        leave();
      }
      publish(replaying);
      if (last) {
        settled.countDown();
      }
    } catch (Throwable failure) {
      // Undeclared checked exceptions too, which parts in other languages throw.
      end(Reason.of(failure));
    } finally {
      leave();
    }
  }

  /** The space, made when it is asked for first; null when this shadow has ended. */
  private @Nullable ShadowSpace made() {
    ShadowStart start;
    ShadowedPolicy chosen;
    synchronized (this) {
      if (ended || space != null) {
        return space;
      }
      start = Objects.requireNonNull(snapshot, "not begun");
      chosen = Objects.requireNonNull(policy, "ended");
      snapshot = null;
    }
    if (!enter(MOST_MAKING_NANOS)) {
      return null;
    }
    chosen.candidate().preload().run();
    FreelistPolicyFactory factory = chosen.factory();
    FreelistPolicy part = Objects.requireNonNull(factory.create(), "the factory gave no part");
    ShadowSpace made = new ShadowSpace(start, part, clock::nanoTime);
    leave();
    synchronized (this) {
      space = ended ? null : made;
      return space;
    }
  }

  /** The policy is about to be called; false when that is over. */
  private synchronized boolean enter(long mayTakeNanos) {
    if (ended) {
      return false;
    }
    thread = Thread.currentThread();
    callBegunNanos = clock.nanoTime();
    callMayTakeNanos = mayTakeNanos;
    return true;
  }

  private synchronized void leave() {
    if (thread != null && ended) {
      // The thread goes back to its pool without the interrupt that was meant for the policy.
      Thread.interrupted();
    }
    thread = null;
  }

  /** Gives the policy up when it has been in one call for too long. */
  void watch() {
    Thread hangs;
    long limit;
    synchronized (this) {
      hangs = thread;
      limit = callMayTakeNanos;
      if (hangs == null || clock.nanoTime() - callBegunNanos <= limit) {
        return;
      }
    }
    end("hangs: did not answer within " + TimeUnit.NANOSECONDS.toSeconds(limit) + " s");
  }

  private synchronized void publish(ShadowSpace of) {
    if (!ended) {
      figures =
          new Figures(
              of.transactions(),
              of.pendingPages(),
              of.freePages(),
              of.filePages(),
              of.releaseCalls(),
              of.releasedRuns(),
              of.policyNanos());
    }
  }

  /** There will be no more events. */
  synchronized void stop() {
    stopped = true;
  }

  /** Waits until all is replayed, or this has ended; false when that takes too long. */
  boolean awaitSettled(long nanos) throws InterruptedException {
    return settled.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Lets go of everything. The figures stay. */
  synchronized void end(String reason) {
    if (ended) {
      return;
    }
    ended = true;
    problem = reason;
    backlog.close();
    space = null;
    snapshot = null;
    policy = null;
    Thread inside = thread;
    if (inside != null && inside != Thread.currentThread()) {
      inside.interrupt();
    }
    settled.countDown();
  }

  /**
   * As far as it is.
   *
   * @param serving the key of the candidate that serves
   */
  synchronized Row row(String serving) {
    Figures now = figures;
    return new Row(
        label,
        own && key.equals(serving) ? Role.SERVING : Role.SHADOW,
        now.transactions,
        now.pending,
        now.free,
        now.filePages,
        now.calls,
        now.runs,
        now.nanos,
        problem);
  }
}
