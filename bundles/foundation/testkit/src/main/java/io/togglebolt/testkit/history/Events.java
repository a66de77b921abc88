package io.togglebolt.testkit.history;

import java.util.Arrays;
import java.util.List;

/**
 * The invocations and answers of the calls that a search has not taken, in order, as lists from
 * which a call is taken and to which it goes back in no time (Knuth's dancing links). Calls without
 * an answer are in a list of their own.
 *
 * <p>A candidate is a call that nothing left must precede: one invoked before the first answer that
 * is left. Those with an answer come first, then those without; each in the order of invocation.
 */
final class Events {
  /** No candidate. */
  static final int NONE = -1;

  private final int count;
  private final boolean[] open;
  private final long[] invoked;
  private final long[] returned;

  /**
   * Nodes: the invocation of call i is i, its answer count + i; behind them the heads of the two
   * lists, which close the circles.
   */
  private final int[] next;

  private final int[] previous;
  private final int answeredHead;
  private final int openHead;

  Events(List<? extends Call<?, ?>> calls) {
    count = calls.size();
    open = new boolean[count];
    invoked = new long[count];
    returned = new long[count];
    answeredHead = 2 * count;
    openHead = answeredHead + 1;
    next = new int[openHead + 1];
    previous = new int[openHead + 1];
    for (int head = answeredHead; head <= openHead; head++) {
      next[head] = head;
      previous[head] = head;
    }
    long[] keys = new long[2 * count];
    int answered = 0;
    for (int i = 0; i < count; i++) {
      Call<?, ?> call = calls.get(i);
      open[i] = call.isOpen();
      invoked[i] = call.invoked();
      returned[i] = call.returned();
      if (open[i]) {
        append(openHead, i);
      } else {
        keys[answered++] = key(invoked[i], i);
        keys[answered++] = key(returned[i], count + i);
      }
    }
    Arrays.sort(keys, 0, answered);
    for (int i = 0; i < answered; i++) {
      append(answeredHead, (int) keys[i]);
    }
  }

  private static long key(long place, int node) {
    return Math.toIntExact(place) * (1L << Integer.SIZE) + node;
  }

  private void append(int head, int node) {
    int last = previous[head];
    next[last] = node;
    previous[node] = last;
    next[node] = head;
    previous[head] = node;
  }

  /** The first candidate. */
  int firstCandidate() {
    int node = next[answeredHead];
    return node < count ? node : firstOpenFrom(next[openHead]);
  }

  /** The candidate after another, which is left. */
  int candidateAfter(int candidate) {
    int node = next[candidate];
    if (open[candidate]) {
      return firstOpenFrom(node);
    }
    return node < count ? node : firstOpenFrom(next[openHead]);
  }

  private int firstOpenFrom(int node) {
    return node < count && invoked[node] < firstAnswer() ? node : NONE;
  }

  private long firstAnswer() {
    int node = next[answeredHead];
    while (node < count) {
      node = next[node];
    }
    return node == answeredHead ? Long.MAX_VALUE : returned[node - count];
  }

  /** Takes a call out. */
  void remove(int call) {
    unlink(call);
    if (!open[call]) {
      unlink(count + call);
    }
  }

  /** Puts the call back that was taken out last. */
  void putBack(int call) {
    if (!open[call]) {
      link(count + call);
    }
    link(call);
  }

  private void unlink(int node) {
    next[previous[node]] = next[node];
    previous[next[node]] = previous[node];
  }

  private void link(int node) {
    next[previous[node]] = node;
    previous[next[node]] = node;
  }
}
