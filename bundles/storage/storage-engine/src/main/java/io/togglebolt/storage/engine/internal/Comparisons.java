package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Begins comparisons of freelist policies, and ends those that outlive whoever asked for them. */
final class Comparisons {
  /** How many may go on at a time: each costs the writer a little. */
  static final int MOST_AT_A_TIME = 4;

  private final String name;
  private final WriteSide writeSide;
  private final Candidates<FreelistPolicyFactory> candidates;
  private final Clock clock;

  /** Those that were not ended here; the closed ones are dropped when the next one begins. */
  private final List<PolicyComparison> open = new CopyOnWriteArrayList<>();

  Comparisons(
      String name, WriteSide writeSide, Candidates<FreelistPolicyFactory> candidates, Clock clock) {
    this.name = name;
    this.writeSide = writeSide;
    this.candidates = candidates;
    this.clock = clock;
  }

  /**
   * Begins one.
   *
   * @param scheduler makes the threads that it works on, when all else is right
   */
  PolicyComparison begin(List<String> wanted, Client client, Supplier<Scheduler> scheduler) {
    Space space = writeSide.requireWritable();
    if (writeSide.inside()) {
      throw new IllegalStateException(
          name + ": this thread has the write transaction; commit or close it before comparing");
    }
    List<ShadowedPolicy> policies = ShadowedPolicy.choose(name, wanted, candidates.list());
    PolicyComparison comparison;
    synchronized (this) {
      open.removeIf(PolicyComparison::isClosed);
      if (open.size() >= MOST_AT_A_TIME) {
        throw new StorageException(
            name
                + ": "
                + open.size()
                + " comparisons of freelist policies go on already; expected at most "
                + MOST_AT_A_TIME
                + " at a time");
      }
      comparison =
          new PolicyComparison(
              client,
              policies,
              writeSide.traffic(),
              freelistSlot(),
              candidates,
              clock,
              scheduler.get());
      open.add(comparison);
    }
    attach(comparison, space);
    return comparison;
  }

  private SlotControl freelistSlot() {
    return writeSide.slots().stream()
        .filter(slot -> slot.kind().equals("freelist"))
        .findFirst()
        .orElseThrow();
  }

  private void attach(PolicyComparison comparison, Space space) {
    boolean begun = false;
    try {
      begun = writeSide.run(() -> comparison.begin(space, writeSide.state()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StorageException(name + ": interrupted while waiting for the writer", interrupted);
    } finally {
      if (!begun) {
        comparison.close();
      }
    }
    if (!begun) {
      throw writeSide.closedException();
    }
    comparison.work();
  }

  /** Ends those of a client that is gone. */
  void endOf(Client client) {
    for (PolicyComparison comparison : open) {
      if (comparison.client() == client) {
        comparison.end(client.leaving(name));
      }
    }
  }

  /** Ends all; the database is closed. */
  void close() {
    open.forEach(comparison -> comparison.end("the database was closed"));
  }
}
