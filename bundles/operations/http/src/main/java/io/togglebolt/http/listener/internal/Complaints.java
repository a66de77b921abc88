package io.togglebolt.http.listener.internal;

import io.togglebolt.runtime.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes down what handlers do wrong, at most once a minute for each path and kind of failure:
 * somebody who asks a broken handler a thousand times a second must not fill the disk. In words
 * only: the log keeps its entries for a while, and a throwable would keep the classes of a bundle
 * that has left.
 */
final class Complaints {
  private static final Logger LOG = System.getLogger(ListenerComponent.PID);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int FRAMES_MAX = 6;
  private static final int KEYS_MAX = 128;
  private static final long NOT_NOW = -1;

  private static final class Quiet {
    private long sinceNanos;
    private long left;
  }

  private final Clock clock;
  private final Map<String, Quiet> byKey = new HashMap<>();

  Complaints(Clock clock) {
    this.clock = clock;
  }

  /** Writes down that a handler threw, or counts it for the next time. */
  void threw(String path, Throwable thrown) {
    long before = leftSince("threw " + path);
    if (before != NOT_NOW) {
      LOG.log(
          Level.WARNING,
          "what answers {0} failed with {1}{2}",
          path,
          inWords(thrown),
          before == 0 ? "" : "; it failed " + before + " times more since the last line on it");
    }
  }

  /** Writes down that a handler keeps a request for long, or counts it for the next time. */
  void hangs(String path, String handler, long millis) {
    long before = leftSince("hangs " + path);
    if (before != NOT_NOW) {
      LOG.log(
          Level.WARNING,
          "what answers {0} ({1}) has not done so within {2} ms and takes up one of the {3} places"
              + " of that path until it does{4}",
          path,
          handler,
          Long.toString(millis),
          Places.PER_PATH_MAX,
          before == 0 ? "" : "; so did " + before + " more since the last line on it");
    }
  }

  /** How many were left out since the last line, and a new minute begins; or that it is not due. */
  private synchronized long leftSince(String key) {
    long now = clock.nanoTime();
    Quiet quiet = byKey.get(key);
    if (quiet != null && now - quiet.sinceNanos < QUIET_NANOS) {
      quiet.left++;
      return NOT_NOW;
    }
    if (quiet == null && byKey.size() >= KEYS_MAX) {
      byKey.clear();
    }
    Quiet next = new Quiet();
    next.sinceNanos = now;
    byKey.put(key, next);
    return quiet == null ? 0 : quiet.left;
  }

  /** A throwable of foreign code, whose own methods may throw as well. */
  static String inWords(Throwable thrown) {
    try {
      StringBuilder words = new StringBuilder(String.valueOf(thrown)).append(' ');
      StackTraceElement[] stack = thrown.getStackTrace();
      for (int i = 0; i < Math.min(stack.length, FRAMES_MAX); i++) {
        words.append(i == 0 ? "at " : " < ").append(stack[i]);
      }
      return words.toString();
    } catch (RuntimeException | Error worse) {
      return thrown.getClass().getName() + ", which cannot even say what it is";
    }
  }
}
