package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotStatus.CandidateStatus;
import io.togglebolt.storage.FreelistComparison;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Shadows on the traffic of a database. The writer adds each step to the backlogs and nothing else;
 * a timer looks every few milliseconds whose backlog is not empty, so that no writer ever wakes a
 * thread.
 *
 * <p>The lock keeps the backlogs alike: all have the same events. It is taken by the writer, for
 * moments, and held by nobody who waits or calls a policy; those of the shadows come after it. It
 * is not this object's monitor, which users could hold, and the writer with it.
 */
final class PolicyComparison implements FreelistComparison, Traffic.Follower {
  /** How often backlogs are looked at. */
  static final long TICK_MILLIS = 10;

  private final Client client;
  private final Traffic traffic;
  private final SlotControl slot;
  private final Candidates<FreelistPolicyFactory> candidates;
  private final Clock clock;
  private final Scheduler scheduler;
  private final List<PolicyShadow> shadows = new ArrayList<>();
  private final Object lock = new Object();
  private boolean stopped;
  private boolean closed;
  private long transactions;
  private TrafficEvent.Figures database = new TrafficEvent.Figures(0, 0, 0);

  /**
   * @param client on whose behalf it runs
   * @param slot what serves
   * @param candidates those that are there, live
   * @param scheduler owned by this comparison from now on
   */
  PolicyComparison(
      Client client,
      List<ShadowedPolicy> policies,
      Traffic traffic,
      SlotControl slot,
      Candidates<FreelistPolicyFactory> candidates,
      Clock clock,
      Scheduler scheduler) {
    this.client = client;
    this.traffic = traffic;
    this.slot = slot;
    this.candidates = candidates;
    this.clock = clock;
    this.scheduler = scheduler;
    policies.forEach(policy -> shadows.add(new PolicyShadow(policy, clock)));
  }

  Client client() {
    return client;
  }

  /** Begins to follow. Called at the boundary. */
  void begin(Space space, Meta state) {
    ShadowStart snapshot = space.shadowStart(state);
    database = new TrafficEvent.Figures(space.freePages(), space.pendingPages(), state.highWater());
    for (PolicyShadow shadow : shadows) {
      shadow.begin(snapshot.copy(), database);
    }
    traffic.add(this);
  }

  /** Has the shadows made, and works from now on. Called after {@link #begin}, anywhere. */
  void work() {
    tick();
  }

  private void tick() {
    try {
      watch();
      dispatch();
    } finally {
      // A look that fails once, perhaps for want of memory, is not the last.
      scheduler.schedule(this::tick, TICK_MILLIS);
    }
  }

  private void watch() {
    List<String> there = candidates.list().stream().map(Candidate::key).toList();
    for (PolicyShadow shadow : shadows) {
      if (!there.contains(shadow.key())) {
        shadow.end("its bundle has left");
      }
      shadow.watch();
    }
  }

  private void dispatch() {
    for (PolicyShadow shadow : shadows) {
      if (shadow.request()) {
        scheduler.execute(shadow);
      }
    }
  }

  @Override
  public void happened(TrafficEvent event) {
    synchronized (lock) {
      if (stopped) {
        return;
      }
      database = event.figures();
      if (event instanceof TrafficEvent.Committed) {
        transactions++;
      }
      for (PolicyShadow shadow : shadows) {
        shadow.add(event);
      }
    }
  }

  @Override
  public void lost(String reason) {
    end(reason);
  }

  @Override
  public List<Row> rows() {
    SlotStatus status = slot.status();
    String serving =
        status.candidates().stream()
            .filter(CandidateStatus::active)
            .map(CandidateStatus::key)
            .findFirst()
            .orElse("");
    List<Row> rows = new ArrayList<>();
    synchronized (lock) {
      rows.add(
          new Row(
              Objects.requireNonNullElse(status.active(), ""),
              Role.DATABASE,
              transactions,
              database.pendingPages(),
              database.freePages(),
              database.filePages(),
              -1,
              -1,
              -1,
              ""));
    }
    shadows.forEach(shadow -> rows.add(shadow.row(serving)));
    return List.copyOf(rows);
  }

  @Override
  public long transactions() {
    synchronized (lock) {
      return transactions;
    }
  }

  @Override
  public void stop(long timeoutMillis) {
    stopFollowing();
    dispatch();
    long deadlineNanos = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    boolean interrupted = false;
    for (PolicyShadow shadow : shadows) {
      while (true) {
        try {
          if (!shadow.awaitSettled(deadlineNanos - clock.nanoTime()) && timeoutMillis > 0) {
            shadow.end("had not replayed all transactions in time");
          }
          break;
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopFollowing() {
    traffic.remove(this);
    synchronized (lock) {
      stopped = true;
    }
    shadows.forEach(PolicyShadow::stop);
  }

  @Override
  public void close() {
    end("");
  }

  boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  /** Ends it all; the reason is for those who look at the rows afterwards. */
  void end(String reason) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
    }
    stopFollowing();
    shadows.forEach(shadow -> shadow.end(reason));
    scheduler.close();
  }
}
