package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import java.util.Arrays;

/**
 * Which readers hold which pending pages back. A tree page that a allocated and f freed is visible
 * to the readers at t with a &lt;= t &lt; f: among readers in ascending order these are neighbours,
 * so two binary searches find them, however many there are. Sums for a stretch of neighbours are
 * kept as differences, so that a run costs the same whether one reader sees it or all do.
 *
 * <p>Counts every pending run once; not thread-safe.
 */
final class PageHolders {
  private final long[] readers;

  /**
   * What the stretch that begins at a place adds to the sum there and beyond, and its end takes.
   */
  private final long[] steps;

  private final long[] alone;
  private long releasable;

  /**
   * @param readers the transactions that open readers see, ascending; two of one transaction are
   *     two readers
   */
  PageHolders(long[] readers) {
    this.readers = readers.clone();
    steps = new long[readers.length + 1];
    alone = new long[readers.length];
  }

  void count(PendingRun run) {
    if (run.kind() != Kind.TREE) {
      releasable += run.pages();
      return;
    }
    int first = lowestFrom(run.allocatedBy());
    int end = lowestFrom(run.freedBy());
    if (first == end) {
      releasable += run.pages();
      return;
    }
    steps[first] += run.pages();
    steps[end] -= run.pages();
    if (end - first == 1) {
      alone[first] += run.pages();
    }
  }

  /** The first reader at that transaction or after it. */
  private int lowestFrom(long txid) {
    int low = 0;
    int high = readers.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (readers[middle] < txid) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Pages that no reader sees. */
  long releasable() {
    return releasable;
  }

  /** Pages that the first reader sees, which is the one of the oldest state; 0 without readers. */
  long heldByFirst() {
    return steps[0];
  }

  /** Pages that each reader sees. */
  long[] held() {
    long[] held = Arrays.copyOf(steps, readers.length);
    Arrays.parallelPrefix(held, Long::sum);
    return held;
  }

  /** Pages that each reader, and no other, sees. */
  long[] heldAlone() {
    return alone.clone();
  }
}
