package io.togglebolt.storage.engine.internal;

import java.util.Map;
import java.util.TreeMap;

/**
 * The transactions that lowered the high-water mark, and from where. Between two of them the mark
 * only rises, so these few numbers tell the highest mark of all states since a given one.
 */
final class Trims {
  /** By transaction; only marks that no later one reaches, so they descend. */
  private final TreeMap<Long, Long> marksBefore = new TreeMap<>();

  /** A transaction lowered the mark from where it was before. Transactions come in order. */
  void add(long txid, long markBefore) {
    while (!marksBefore.isEmpty() && marksBefore.lastEntry().getValue() <= markBefore) {
      marksBefore.pollLastEntry();
    }
    marksBefore.put(txid, markBefore);
  }

  /**
   * The highest mark of any state from that of transaction {@code since} to the present one. What
   * was lowered by then is forgotten: whoever asks again asks for the same or a later state.
   */
  long highestSince(long since, long markNow) {
    marksBefore.headMap(since, true).clear();
    Map.Entry<Long, Long> highest = marksBefore.firstEntry();
    return highest == null ? markNow : Math.max(highest.getValue(), markNow);
  }
}
