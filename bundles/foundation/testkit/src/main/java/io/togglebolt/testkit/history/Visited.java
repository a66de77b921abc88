package io.togglebolt.testkit.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a search is, and the places that it need not look at again. A place is the set of calls
 * that were taken and the state that they led to.
 *
 * <p>Calls without an answer need not be taken at all, so whoever has taken fewer of them can still
 * do whatever one with more can. A place is therefore also known when one was visited with the same
 * answered calls, the same state and some of the same unanswered ones.
 */
final class Visited<S> {
  private final BitSet answered = new BitSet();
  private final BitSet open = new BitSet();
  private final Map<Place<S>, List<BitSet>> places = new HashMap<>();

  /** A place without the unanswered calls. */
  private record Place<S>(long[] answered, S state) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Place<?> place
          && Arrays.equals(answered, place.answered)
          && state.equals(place.state);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(answered) + state.hashCode();
    }
  }

  /** Begins with no call taken. */
  Visited(List<? extends Call<?, ?>> calls) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).isOpen()) {
        answered.set(i); // So that the calls before the first one left are a row of ones.
      }
    }
  }

  /** A call is taken. */
  void take(int call, boolean isOpen) {
    (isOpen ? open : answered).set(call);
  }

  /** A call is given back. */
  void giveBack(int call, boolean isOpen) {
    (isOpen ? open : answered).clear(call);
  }

  /** Whether the calls that are taken led to a new place, which is known from now on. */
  boolean isNew(S state) {
    List<BitSet> known =
        places.computeIfAbsent(new Place<>(compact(), state), place -> new ArrayList<>(1));
    if (known.stream().anyMatch(this::isWithinOpen)) {
      return false;
    }
    known.removeIf(set -> contains(set, open));
    known.add((BitSet) open.clone());
    return true;
  }

  /** The answered calls; of the first ones, which nearly always are all taken, only how many. */
  private long[] compact() {
    int firstLeft = answered.nextClearBit(0);
    int wholeWords = firstLeft / Long.SIZE;
    long[] words = answered.toLongArray();
    long[] compact = new long[words.length - wholeWords + 1];
    compact[0] = wholeWords;
    System.arraycopy(words, wholeWords, compact, 1, words.length - wholeWords);
    return compact;
  }

  private boolean isWithinOpen(BitSet set) {
    return contains(open, set);
  }

  private static boolean contains(BitSet all, BitSet some) {
    for (int bit = some.nextSetBit(0); bit >= 0; bit = some.nextSetBit(bit + 1)) {
      if (!all.get(bit)) {
        return false;
      }
    }
    return true;
  }
}
