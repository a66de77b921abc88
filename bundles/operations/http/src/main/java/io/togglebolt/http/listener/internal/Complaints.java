package io.togglebolt.http.listener.internal;

import io.togglebolt.runtime.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes down what handlers throw, at most once a minute for each path: somebody who asks a broken
 * handler a thousand times a second must not fill the disk. In words only: the log keeps its
 * entries for a while, and a throwable would keep the classes of a bundle that has left.
 */
final class Complaints {
  private static final Logger LOG = System.getLogger(ListenerComponent.PID);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int FRAMES_MAX = 6;
  private static final int PATHS_MAX = 64;

  private static final class Quiet {
    private long sinceNanos;
    private long left;
  }

  private final Clock clock;
  private final Map<String, Quiet> byPath = new HashMap<>();

  Complaints(Clock clock) {
    this.clock = clock;
  }

  /** Writes it down, or counts it for the next time; says whether it was written. */
  synchronized boolean threw(String path, Throwable thrown) {
    long now = clock.nanoTime();
    Quiet quiet = byPath.get(path);
    if (quiet != null && now - quiet.sinceNanos < QUIET_NANOS) {
      quiet.left++;
      return false;
    }
    if (quiet == null && byPath.size() >= PATHS_MAX) {
      byPath.clear();
    }
    long before = quiet == null ? 0 : quiet.left;
    Quiet next = new Quiet();
    next.sinceNanos = now;
    byPath.put(path, next);
    LOG.log(
        Level.WARNING,
        "what answers {0} failed with {1} {2}{3}",
        path,
        thrown.toString(),
        where(thrown),
        before == 0 ? "" : "; it failed " + before + " times more since the last line on it");
    return true;
  }

  private static String where(Throwable thrown) {
    StringBuilder frames = new StringBuilder();
    StackTraceElement[] stack = thrown.getStackTrace();
    for (int i = 0; i < Math.min(stack.length, FRAMES_MAX); i++) {
      frames.append(i == 0 ? "at " : " < ").append(stack[i]);
    }
    return frames.toString();
  }
}
