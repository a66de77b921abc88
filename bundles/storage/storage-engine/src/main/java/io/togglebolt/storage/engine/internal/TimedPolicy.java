package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Measures for how long another policy works. What it releases is handed on when it has answered:
 * the time that the check takes is not the policy's.
 */
final class TimedPolicy implements FreelistPolicy {
  private final FreelistPolicy policy;
  private final LongSupplier nanoTime;
  private long nanos;

  /** How many runs it was told of that it has not released. */
  private long pending;

  /** Counts the beginnings and the ends of questions, so that a late answer is told apart. */
  private long question;

  TimedPolicy(FreelistPolicy policy, LongSupplier nanoTime) {
    this.policy = policy;
    this.nanoTime = nanoTime;
  }

  /** Tells the policy of several runs. */
  void freedAll(Iterable<PendingRun> runs) {
    long begun = nanoTime.getAsLong();
    for (PendingRun run : runs) {
      freed(run);
    }
    nanos += nanoTime.getAsLong() - begun;
  }

  @Override
  public void freed(PendingRun run) {
    policy.freed(run);
    pending++;
  }

  @Override
  public void forget(PendingRun run) {
    policy.forget(run);
    pending--;
  }

  @Override
  public void release(long[] readers, Releases releases) {
    List<PendingRun> released = new ArrayList<>();
    long asked = ++question;
    long begun = nanoTime.getAsLong();
    policy.release(
        readers,
        run -> {
          if (question != asked) {
            throw new IllegalStateException("released " + run + " without being asked");
          }
          if (released.size() >= pending) {
            throw new IllegalStateException(
                "released " + Releasing.words(run) + ", which is not pending");
          }
          released.add(run);
        });
    nanos += nanoTime.getAsLong() - begun;
    question++;
    pending -= released.size();
    released.forEach(releases::release);
  }

  @Override
  public PageSetDigest digest() {
    return policy.digest();
  }

  /** For how long it has worked since the last {@link #restart}. */
  long nanos() {
    return nanos;
  }

  /** Forgets for how long it has worked. */
  void restart() {
    nanos = 0;
  }
}
