package io.togglebolt.testkit.history;

import io.togglebolt.testkit.history.SequentialModel.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One search for an order of calls that explains their answers: Wing and Gong's, which takes a call
 * that nothing must precede, goes on with the rest and comes back when that fails; with Lowe's
 * memory of the places that were looked at already. All calls are of one part.
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
  private final Predicate<S> plausible;
  private final boolean keepLongest;
  private final Events events;
  private final Visited<S> visited;
  private final List<Taken<S>> order = new ArrayList<>();
  private List<Taken<S>> longest = List.of();
  private S state;
  private int unanswered;
  private long steps;

  /** A call that was taken, and the state before it. */
  private record Taken<S>(int call, S before) {}

  /**
   * A search.
   *
   * @param part in the order of invocation
   * @param keepLongest whether {@link #longestOrder} will be asked for
   */
  Search(SequentialModel<S, O, R> model, List<Call<O, R>> part, boolean keepLongest) {
    this.model = model;
    this.keepLongest = keepLongest;
    calls = part.stream().filter(call -> !call.isOpen() || model.matters(call, part)).toList();
    plausible = model.plausible(part);
    events = new Events(calls);
    visited = new Visited<>(calls);
    state = model.initial();
    unanswered = (int) calls.stream().filter(call -> !call.isOpen()).count();
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
      } else if (steps == maxSteps) {
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
    steps++;
    Call<O, R> call = calls.get(candidate);
    Step<S, R> step = model.apply(state, call.operation());
    boolean fits =
        call.isOpen() ? !step.state().equals(state) : step.result().equals(call.result());
    if (!fits || !plausible.test(step.state())) {
      return false;
    }
    visited.take(candidate, call.isOpen());
    if (!visited.isNew(step.state())) {
      visited.giveBack(candidate, call.isOpen());
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
    boolean open = calls.get(last.call()).isOpen();
    state = last.before();
    visited.giveBack(last.call(), open);
    events.putBack(last.call());
    if (!open) {
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
