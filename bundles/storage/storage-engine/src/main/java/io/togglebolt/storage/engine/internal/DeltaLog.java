package io.togglebolt.storage.engine.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What has happened to the truth since a new part's snapshot was taken. The writer adds, the thread
 * that makes the part drains; its own monitor guards it and is held for moments only.
 *
 * @param <D> what is noted at once
 */
final class DeltaLog<D extends DeltaLog.Delta> {
  /** A part that is further behind is made anew, from another snapshot. */
  static final int MAX_CHANGES = 1_000_000;

  /** What happened at once. */
  interface Delta {
    /** How many changes there are in it. */
    int changes();
  }

  private List<D> deltas = new ArrayList<>();
  private long changes;
  private boolean overflowed;

  synchronized void add(D delta) {
    // An empty one would take room without counting.
    if (overflowed || delta.changes() == 0) {
      return;
    }
    changes += delta.changes();
    if (changes <= MAX_CHANGES) {
      deltas.add(delta);
    } else {
      overflowed = true;
      deltas = new ArrayList<>();
    }
  }

  /** Hands over all changes there are, oldest first; false when they were too many to keep. */
  boolean drain(Consumer<D> each) {
    List<D> taken;
    synchronized (this) {
      if (overflowed) {
        return false;
      }
      taken = deltas;
      deltas = new ArrayList<>();
      changes = 0;
    }
    taken.forEach(each);
    return true;
  }

  /** Begins again: what has happened so far is in the next snapshot. */
  synchronized void restart() {
    deltas = new ArrayList<>();
    changes = 0;
    overflowed = false;
  }

  /** How many changes wait to be drained; more than any part catches up with after an overflow. */
  synchronized long changes() {
    return overflowed ? Long.MAX_VALUE : changes;
  }
}
