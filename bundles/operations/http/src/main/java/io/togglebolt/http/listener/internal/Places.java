package io.togglebolt.http.listener.internal;

import java.util.HashMap;
import java.util.Map;

/**
 * How many requests may be with handlers at once: so many in all, and of one path no more than
 * half, so that a handler that hangs leaves room for the others. Thread-safe.
 */
final class Places {
  /** So many of one path. */
  static final int PER_PATH_MAX = 8;

  private final Map<String, Integer> byPath = new HashMap<>();
  private int taken;

  /** Takes a place, which {@link #leave} gives back, or says that there is none. */
  synchronized boolean enter(String path) {
    int ofPath = byPath.getOrDefault(path, 0);
    if (taken >= Requests.AT_ONCE_MAX || ofPath >= PER_PATH_MAX) {
      return false;
    }
    byPath.put(path, ofPath + 1);
    taken++;
    return true;
  }

  synchronized void leave(String path) {
    byPath.computeIfPresent(path, (same, ofPath) -> ofPath == 1 ? null : ofPath - 1);
    taken--;
  }
}
