package io.togglebolt.wal.internal.write;

import org.jspecify.annotations.Nullable;

/**
 * Saves, first in, first out. They are linked by a field of their own, so that nothing is allocated
 * and none is lost where there is no memory; each is in one queue at a time. Not thread-safe.
 */
final class SaveQueue {
  private @Nullable Save first;
  private @Nullable Save last;
  private int size;

  void add(Save save) {
    Save before = last;
    if (before == null) {
      first = save;
    } else {
      before.next = save;
    }
    last = save;
    size++;
  }

  /** The first one, which stays; null when there is none. */
  @Nullable Save peek() {
    return first;
  }

  /** The first one, which is in the queue no more; null when there is none. */
  @Nullable Save poll() {
    Save save = first;
    if (save != null) {
      first = save.next;
      last = first == null ? null : last;
      save.next = null;
      size--;
    }
    return save;
  }

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }
}
