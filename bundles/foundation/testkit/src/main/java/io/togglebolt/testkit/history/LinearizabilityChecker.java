package io.togglebolt.testkit.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says whether a history is linearizable (Herlihy and Wing 1990): whether each call can have taken
 * effect at one moment between its invocation and its answer so that one object that does one thing
 * at a time gives the same answers. The search is that of Wing and Gong (1993) with the memory of
 * Lowe (2017), for each part of the object by itself.
 *
 * <p>The problem is NP-complete, so the effort is bounded: past the bound the verdict is {@link
 * Verdict.Undecided}, never a guess.
 */
public final class LinearizabilityChecker<S, O, R> {
  private final SequentialModel<S, O, R> model;
  private final long maxSteps;

  /**
   * A checker.
   *
   * @param maxSteps how many operations are tried for each part before the search is given up; each
   *     that is kept in mind costs some tens of bytes
   */
  public LinearizabilityChecker(SequentialModel<S, O, R> model, long maxSteps) {
    this.model = model;
    this.maxSteps = maxSteps;
  }

  /** Checks all calls of a history. A violation of any part outweighs a part that is undecided. */
  public Verdict check(History<O, R> history) {
    return check(history.calls());
  }

  /** Checks calls, which are in the order of invocation. */
  public Verdict check(List<Call<O, R>> calls) {
    Map<Object, List<Call<O, R>>> parts = new LinkedHashMap<>();
    for (Call<O, R> call : calls) {
      parts.computeIfAbsent(model.part(call.operation()), part -> new ArrayList<>()).add(call);
    }
    long steps = 0;
    Verdict.Undecided undecided = null;
    for (Map.Entry<Object, List<Call<O, R>>> part : parts.entrySet()) {
      Search<S, O, R> search = new Search<>(model, part.getValue(), false);
      Search.Outcome outcome = search.run(maxSteps);
      steps += search.steps();
      switch (outcome) {
        case FOUND -> {}
        case IMPOSSIBLE -> {
          return new Explanation<>(model, maxSteps, part.getKey(), part.getValue()).violation();
        }
        case GIVEN_UP -> undecided = undecided == null ? gaveUp(part.getKey(), steps) : undecided;
      }
    }
    return undecided == null ? new Verdict.Linearizable() : undecided;
  }

  private static Verdict.Undecided gaveUp(Object part, long steps) {
    return new Verdict.Undecided(part, steps);
  }
}
