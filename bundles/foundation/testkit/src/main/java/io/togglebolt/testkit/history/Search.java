package io.togglebolt.testkit.history;

import io.togglebolt.testkit.history.SequentialModel.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One search for an order of calls that explains their answers: Wing and Gong's, which takes a call
 * that nothing must precede, goes on with the rest and comes back when that fails; with Lowe's
 * memory of what failed already (which calls were taken, and the state they led to). All calls are
 * of one part.
 *
 * <p>Calls without an answer are tried last, and only where they change the state: a search that
 * needs none of them does not look at their subsets.
 */
final class Search<S, O, R> {
  /** What came of it. */
  enum Outcome {
    FOUND,
    IMPOSSIBLE,
    GIVEN_UP
  }

  private final SequentialModel<S, O, R> model;
  private final List<Call<O, R>> calls;
  private final Events events;
  private final BitSet taken;
  private final Set<Visited<S>> visited = new HashSet<>();
  private final List<Taken<S>> order = new ArrayList<>();
  private List<Taken<S>> longest = List.of();
  private final boolean keepLongest;
  private S state;
  private int unanswered;
  private long steps;

  /** A call that was taken, and the state before it. */
  record Taken<S>(int call, S before) {}

  /** A place in the search that need not be looked at again. */
  private record Visited<S>(long[] taken, S state) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Visited<?> place
          && Arrays.equals(taken, place.taken)
          && state.equals(place.state);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(taken) + state.hashCode();
    }
  }

  /**
   * A search.
   *
   * @param calls in the order of invocation
   * @param keepLongest whether {@link #longestOrder} will be asked for
   */
  Search(SequentialModel<S, O, R> model, List<Call<O, R>> calls, boolean keepLongest) {
    this.model = model;
    this.calls =
        calls.stream()
            .filter(call -> !call.isOpen() || !model.changesNothing(call.operation()))
            .toList();
    this.keepLongest = keepLongest;
    events = new Events(this.calls);
    taken = new BitSet(this.calls.size());
    state = model.initial();
    unanswered = (int) this.calls.stream().filter(call -> !call.isOpen()).count();
  }

  /** Searches until it knows, or has tried so many operations. */
  Outcome run(long maxSteps) {
    int candidate = events.firstCandidate();
    while (unanswered > 0) {
      if (candidate == Events.NONE) {
        if (order.isEmpty()) {
          return Outcome.IMPOSSIBLE;
        }
        candidate = giveBack();
      } else if (steps++ >= maxSteps) {
        return Outcome.GIVEN_UP;
      } else if (take(candidate)) {
        candidate = events.firstCandidate();
      } else {
        candidate = events.candidateAfter(candidate);
      }
    }
    return Outcome.FOUND;
  }

  /** Takes a call as the next, if its answer fits and the place is new. */
  private boolean take(int candidate) {
    Call<O, R> call = calls.get(candidate);
    Step<S, R> step = model.apply(state, call.operation());
    boolean fits =
        call.isOpen() ? !step.state().equals(state) : step.result().equals(call.result());
    if (!fits) {
      return false;
    }
    taken.set(candidate);
    if (!visited.add(new Visited<>(taken.toLongArray(), step.state()))) {
      taken.clear(candidate);
      return false;
    }
    order.add(new Taken<>(candidate, state));
    state = step.state();
    events.remove(candidate);
    if (!call.isOpen()) {
      unanswered--;
    }
    if (keepLongest && order.size() > longest.size()) {
      longest = List.copyOf(order);
    }
    return true;
  }

  /** Gives the last call back; the next candidate in its place is given. */
  private int giveBack() {
    Taken<S> last = order.removeLast();
    state = last.before();
    taken.clear(last.call());
    events.putBack(last.call());
    if (!calls.get(last.call()).isOpen()) {
      unanswered++;
    }
    return events.candidateAfter(last.call());
  }

  /** How many operations were tried. */
  long steps() {
    return steps;
  }

  /** The longest order of calls whose answers could be explained. */
  List<Call<O, R>> longestOrder() {
    List<Call<O, R>> explained = new ArrayList<>();
    for (Taken<S> each : longest) {
      explained.add(calls.get(each.call()));
    }
    return explained;
  }
}
