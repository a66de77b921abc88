package io.togglebolt.storage.engine.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * What a shadow has yet to replay. The writer adds, the shadow takes; its own monitor guards it, is
 * a leaf, and is held for moments only.
 */
final class Backlog {
  /**
   * The most that may wait, as the sum of {@link TrafficEvent#weight}: some tens of megabytes. What
   * was taken counts no more.
   */
  static final long MOST_WEIGHT = 1_000_000;

  private List<TrafficEvent> events = new ArrayList<>();
  private long weight;
  private boolean closed;

  /** Adds an event; returns false, and closes, when there is no room for it. */
  synchronized boolean add(TrafficEvent event) {
    if (closed) {
      return true;
    }
    weight += event.weight();
    if (weight > MOST_WEIGHT) {
      close();
      return false;
    }
    events.add(event);
    return true;
  }

  /** Hands over all there is, oldest first. */
  synchronized List<TrafficEvent> take() {
    if (events.isEmpty()) {
      return List.of();
    }
    List<TrafficEvent> taken = events;
    events = new ArrayList<>();
    weight = 0;
    return taken;
  }

  synchronized boolean isEmpty() {
    return events.isEmpty();
  }

  /** Forgets all there is, and what comes later. */
  synchronized void close() {
    closed = true;
    events = new ArrayList<>();
  }
}
