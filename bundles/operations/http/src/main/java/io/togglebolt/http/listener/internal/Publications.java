package io.togglebolt.http.listener.internal;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import io.togglebolt.runtime.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is shown, by path. A path that somebody has left is remembered, so that it is answered as
 * one that is not served now rather than as one that never was; a request that comes right after
 * that waits for the next publication, so that a swap of what is shown fails nobody.
 *
 * <p>Guarded by its own monitor, which is a leaf.
 */
final class Publications {
  /** How long after a path was left a request waits for somebody to show it again. */
  static final long GAP_MILLIS = 1_000;

  /** So long after it began nothing is called unknown: whoever shows things may be on the way. */
  static final long YOUNG_MILLIS = 5_000;

  /** So many paths are remembered that nobody shows any more. */
  static final int LEFT_PATHS_MAX = 64;

  /** Room enough for any path that people type. */
  private static final int PATH_CHARS_MAX = 128;

  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

  /** Who shows a path, the oldest first, and when the last of them left it. */
  private static final class Place {
    private final List<Shown> shown = new ArrayList<>(1);
    private long leftNanos;
  }

  /** One publication; lets go of its handler when it is closed. */
  private final class Shown implements HttpListener.Publication {
    private final String path;
    private @Nullable HttpHandler handler;

    Shown(String path, HttpHandler handler) {
      this.path = path;
      this.handler = handler;
    }

    @Override
    public void close() {
      withdraw(this);
    }
  }

  /**
   * What answers a path now.
   *
   * @param known whether somebody shows it or has shown it
   * @param handler who answers, or null
   */
  record Found(boolean known, @Nullable HttpHandler handler) {}

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Clock clock;
  private final long bornNanos;
  private boolean closed;

  Publications(Clock clock) {
    this.clock = clock;
    bornNanos = clock.nanoTime();
  }

  /** Whether it is too early to say that nobody shows a path. */
  boolean young() {
    return clock.nanoTime() - bornNanos < TimeUnit.MILLISECONDS.toNanos(YOUNG_MILLIS);
  }

  HttpListener.Publication publish(String path, HttpHandler handler) {
    if (path.length() > PATH_CHARS_MAX || !PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "'"
              + path
              + "' is no path to publish at; expected at most "
              + PATH_CHARS_MAX
              + " characters, a slash before each name and none at the end, and in names only"
              + " letters, digits and . _ ~ -");
    }
    Shown made = new Shown(path, handler);
    synchronized (this) {
      places.computeIfAbsent(path, absent -> new Place()).shown.add(made);
      notifyAll();
    }
    return made;
  }

  private synchronized void withdraw(Shown left) {
    if (left.handler == null) {
      return;
    }
    left.handler = null;
    Place place = places.remove(left.path);
    if (place == null) {
      throw new IllegalStateException(left.path + " was shown, and its place is gone");
    }
    place.shown.remove(left);
    place.leftNanos = System.nanoTime();
    // Put back at the end: the path that was left longest ago is the first to be forgotten.
    places.put(left.path, place);
    forgetSome();
  }

  private void forgetSome() {
    long left = places.values().stream().filter(place -> place.shown.isEmpty()).count();
    Iterator<Place> eldest = places.values().iterator();
    while (left > LEFT_PATHS_MAX) {
      if (eldest.next().shown.isEmpty()) {
        eldest.remove();
        left--;
      }
    }
  }

  /**
   * Who answers the path; waits while it was left a moment ago and nobody has come yet.
   *
   * @throws IOException when this is closed, sooner or later: there is nobody to answer with
   */
  synchronized Found find(String path) throws IOException, InterruptedException {
    Place place = places.get(path);
    while (place != null && place.shown.isEmpty() && !closed) {
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - place.leftNanos);
      if (waited >= GAP_MILLIS) {
        break;
      }
      wait(GAP_MILLIS - waited);
      place = places.get(path);
    }
    if (closed) {
      throw new IOException("the listener is closed");
    }
    if (place == null) {
      return new Found(false, null);
    }
    return new Found(true, place.shown.isEmpty() ? null : place.shown.getLast().handler);
  }

  /** Whether somebody shows the path or has shown it. */
  synchronized boolean knows(String path) {
    return places.containsKey(path);
  }

  /** The paths that somebody shows now, sorted. */
  synchronized List<String> paths() {
    return places.entrySet().stream()
        .filter(entry -> !entry.getValue().shown.isEmpty())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Nobody waits any more, and nothing is found. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
