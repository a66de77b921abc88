package io.togglebolt.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The faults that a simulated disk still has to commit. Guarded by its disk's lock, which its
 * methods take.
 */
public final class DiskFaults {
  private final Object lock;
  private final List<Armed> armed = new ArrayList<>();
  private long changesUntilPowerOff = Long.MAX_VALUE;

  /** How an operation fails. */
  public enum Failure {
    /** Nothing is done. Of a sync nothing is durable. */
    REFUSED,
    /** A write leaves its first half in the file, cut at a sector; all else is as if refused. */
    HALF_DONE
  }

  /** What becomes of one operation. */
  enum Verdict {
    DONE,
    FAILS_HALF_DONE,
    FAILS,
    /** Reported as done, but nothing is durable. */
    IS_LOST,
    POWER_IS_OFF;

    boolean fails() {
      return this == FAILS || this == FAILS_HALF_DONE;
    }
  }

  private static final class Armed {
    /** Null stands for all. */
    private final @Nullable DiskOperation operation;

    private final Verdict verdict;
    private final boolean lasting;
    private long remaining;

    private Armed(
        @Nullable DiskOperation operation, Verdict verdict, long remaining, boolean lasting) {
      this.operation = operation;
      this.verdict = verdict;
      this.remaining = remaining;
      this.lasting = lasting;
    }

    private boolean strikes(DiskOperation asked) {
      return (operation == null || operation == asked) && --remaining <= 0;
    }
  }

  DiskFaults(Object lock) {
    this.lock = lock;
  }

  /**
   * Lets the n-th operation of a kind from now on, counted over all files, fail with an {@link
   * java.io.IOException}. A write that fails leaves its first half in the file, cut at a sector; of
   * a sync that fails nothing is durable, and nothing of what it was asked for is made durable by a
   * later sync, unless the page is written again. Other operations that fail do nothing; a
   * directory whose sync failed may be synced again.
   *
   * @param n from 1
   */
  public void failNth(DiskOperation operation, long n) {
    arm(operation, Verdict.FAILS_HALF_DONE, n, false);
  }

  /**
   * Lets the n-th operation from now on fail, whatever it is.
   *
   * @param n from 1
   */
  public void failAt(long n, Failure failure) {
    arm(null, verdict(failure), n, false);
  }

  /**
   * Lets the n-th operation from now on fail, and all that come after it, as when a device is gone.
   *
   * @param n from 1
   */
  public void failFrom(long n, Failure failure) {
    arm(null, verdict(failure), n, true);
  }

  private static Verdict verdict(Failure failure) {
    return switch (failure) {
      case REFUSED -> Verdict.FAILS;
      case HALF_DONE -> Verdict.FAILS_HALF_DONE;
    };
  }

  /**
   * Lets the n-th sync from now on report that all is well while nothing was made durable. A later
   * sync makes it durable after all.
   *
   * @param n from 1
   */
  public void loseNthSync(long n) {
    arm(DiskOperation.SYNC, Verdict.IS_LOST, n, false);
  }

  private void arm(@Nullable DiskOperation operation, Verdict verdict, long n, boolean lasting) {
    if (n < 1) {
      throw new IllegalArgumentException("n is " + n + ", it counts from 1");
    }
    synchronized (lock) {
      armed.add(new Armed(operation, verdict, n, lasting));
    }
  }

  /**
   * Switches the power off after so many more changes, of files and of names: all of which {@link
   * DiskOperation#changes()} says so. The next change, and every operation after it, is a {@link
   * PowerOffException}; of that change, {@link SimulatedDisk#powerCut(SplitMix64)} may keep any
   * part.
   */
  public void powerOffAfter(long changes) {
    synchronized (lock) {
      changesUntilPowerOff = changes;
    }
  }

  /** Whether the power has gone off. */
  public boolean isPowerOff() {
    synchronized (lock) {
      return changesUntilPowerOff < 0;
    }
  }

  /** Takes back every fault that has not happened; power that is off stays off. */
  public void clear() {
    synchronized (lock) {
      armed.clear();
      if (changesUntilPowerOff >= 0) {
        changesUntilPowerOff = Long.MAX_VALUE;
      }
    }
  }

  /** Decides about one operation, and counts it. The caller holds the lock. */
  Verdict decide(DiskOperation operation) throws PowerOffException {
    if (changesUntilPowerOff < 0) {
      throw new PowerOffException();
    }
    if (operation.changes() && --changesUntilPowerOff < 0) {
      return Verdict.POWER_IS_OFF;
    }
    Verdict verdict = Verdict.DONE;
    for (Iterator<Armed> each = armed.iterator(); each.hasNext(); ) {
      Armed fault = each.next();
      if (fault.strikes(operation)) {
        if (!fault.lasting) {
          each.remove();
        }
        verdict = fault.verdict;
      }
    }
    return verdict;
  }

  /** Throws what the one who asked for an operation is told, after what became of it was done. */
  static void conclude(Verdict verdict, DiskOperation operation, Path path) throws IOException {
    switch (verdict) {
      case DONE, IS_LOST -> {}
      case FAILS, FAILS_HALF_DONE ->
          throw new IOException(path + ": " + operation + ": injected failure");
      case POWER_IS_OFF -> throw new PowerOffException();
    }
  }
}
