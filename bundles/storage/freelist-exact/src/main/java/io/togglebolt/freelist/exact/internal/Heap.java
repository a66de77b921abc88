package io.togglebolt.freelist.exact.internal;

import org.jspecify.annotations.Nullable;

/** A heap of pending runs, the one that was allocated last on top. {@link Heaps} changes it. */
final class Heap {
  private @Nullable Node top;

  @Nullable Node top() {
    return top;
  }

  void setTop(@Nullable Node newTop) {
    if (top != null) {
      top.heap = null;
    }
    top = newTop;
    if (newTop != null) {
      newTop.heap = this;
    }
  }
}
