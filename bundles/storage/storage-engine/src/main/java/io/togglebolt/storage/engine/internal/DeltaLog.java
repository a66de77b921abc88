package io.togglebolt.storage.engine.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What has happened to the truth since a new part's snapshot was taken. The writer adds, the thread
 * that makes the part drains; its own monitor guards it and is held for moments only.
 *
 * @param <D> one change
 */
final class DeltaLog<D> {
  /** A part that is so far behind will not catch up. */
  static final int MAX_DELTAS = 1_000_000;

  private List<D> deltas = new ArrayList<>();
  private boolean overflowed;

  synchronized void add(D delta) {
    if (deltas.size() < MAX_DELTAS) {
      deltas.add(delta);
    } else {
      overflowed = true;
      deltas.clear();
    }
  }

  /** Hands over all changes there are, oldest first. */
  void drain(Consumer<D> each) {
    List<D> taken;
    synchronized (this) {
      if (overflowed) {
        throw new IllegalStateException(
            "never catches up: more than " + MAX_DELTAS + " changes behind");
      }
      taken = deltas;
      deltas = new ArrayList<>();
    }
    taken.forEach(each);
  }
}
