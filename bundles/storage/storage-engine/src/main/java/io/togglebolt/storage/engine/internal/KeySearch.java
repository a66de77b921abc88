package io.togglebolt.storage.engine.internal;

/**
 * Finds a key's place in page after page on the way down a tree, and touches as few cache lines as
 * it can, since those are what a search costs: an element and its key are two lines, and a page of
 * a large file is in no cache.
 *
 * <p>Which keys a page holds is known before it is touched: the separators on both sides of the way
 * taken in its parent bound them. So the place of a key is guessed by interpolation between the two
 * bounds, as numbers made of the eight bytes that follow what both have in common. Each guess moves
 * one bound to the key it met. After a few wrong guesses the keys are not as evenly spread as hoped
 * for, and a binary search of what is left ends it, so no page, however it was made, costs more
 * than {@link #GUESSES} probes above the logarithm.
 *
 * <p>Only the choice of the elements that are looked at depends on the bounds. Every decision rests
 * on the comparison of whole keys, so bounds that are wrong in a damaged file cost time and nothing
 * else.
 */
final class KeySearch {
  private static final int GUESSES = 4;

  /** Of so few elements a binary search finds one as soon. */
  private static final int FEW = 3;

  /** A leaf's key is most likely the nearest one; in a branch it is the one at or below. */
  private static final double NEAREST = 0.5;

  private static final double AT_OR_BELOW = 1.0 / 1024;

  /** The bounds of the next page's keys, in the mapping, as far as they are known. */
  private long lowOffset;

  private int lowLength;
  private boolean lowKnown;
  private long highOffset;
  private int highLength;
  private boolean highKnown;
  private boolean found;

  /** Begins at a root, or where nothing is known of the keys that follow. */
  void reset() {
    lowKnown = false;
    highKnown = false;
  }

  /** Whether the last search met the key itself. */
  boolean found() {
    return found;
  }

  /** The first element whose key is not below {@code key}; the page's count when there is none. */
  int lowerBound(PageView view, byte[] key) {
    int count = view.count();
    return count > FEW ? interpolate(view, key, count) : bisect(view, key, 0, count);
  }

  private int bisect(PageView view, byte[] key, int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = view.compareKey(middle, key);
      if (order == 0) {
        found = true;
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    found = false;
    return low;
  }

  private int interpolate(PageView view, byte[] key, int count) {
    int toIndex = boundByOwnKeys(view, count);
    int skip = Keys.common(view.segment(), lowOffset, lowLength, highOffset, highLength);
    long from = Keys.head(view.segment(), lowOffset, lowLength, skip);
    long to = Keys.head(view.segment(), highOffset, highLength, skip);
    long wanted = Keys.head(key, skip);
    double bias = view.leaf() ? NEAREST : AT_OR_BELOW;
    int fromIndex = 0;
    int low = 0;
    int high = count;
    for (int i = 0; i < GUESSES && low < high && Long.compareUnsigned(from, to) < 0; i++) {
      int guess = fromIndex + (int) (share(from, to, wanted) * (toIndex - fromIndex) + bias);
      guess = Math.clamp(guess, low, high - 1);
      int order = view.compareKey(guess, key);
      if (order == 0) {
        found = true;
        return guess;
      }
      if (order < 0) {
        low = guess + 1;
        fromIndex = guess;
        from = view.keyHead(guess, skip);
      } else {
        high = guess;
        toIndex = guess;
        to = view.keyHead(guess, skip);
      }
    }
    return bisect(view, key, low, high);
  }

  /**
   * Takes the page's own first and last key where a bound is unknown; returns the element that the
   * upper bound stands for.
   */
  private int boundByOwnKeys(PageView view, int count) {
    if (!lowKnown) {
      long span = view.keySpan(0);
      lowOffset = view.keyOffset(0, span);
      lowLength = PageView.keyLength(span);
    }
    if (highKnown) {
      return count;
    }
    long span = view.keySpan(count - 1);
    highOffset = view.keyOffset(count - 1, span);
    highLength = PageView.keyLength(span);
    return count - 1;
  }

  /** How far {@code wanted} lies on the way between two unsigned numbers, from 0 to 1. */
  private static double share(long from, long to, long wanted) {
    if (Long.compareUnsigned(wanted, from) <= 0) {
      return 0;
    }
    if (Long.compareUnsigned(wanted, to) >= 0) {
      return 1;
    }
    long way = wanted - from;
    long whole = to - from;
    // Halved where the whole does not fit a signed number; small numbers keep their last bit.
    return whole < 0 ? (double) (way >>> 1) / (whole >>> 1) : (double) way / whole;
  }

  /** Goes down from a branch's element: its separator and the next are the child's bounds. */
  void descend(PageView view, int index) {
    long span = view.keySpan(index);
    lowOffset = view.keyOffset(index, span);
    lowLength = PageView.keyLength(span);
    lowKnown = true;
    if (index + 1 < view.count()) {
      long next = view.keySpan(index + 1);
      highOffset = view.keyOffset(index + 1, next);
      highLength = PageView.keyLength(next);
      highKnown = true;
    }
  }
}
