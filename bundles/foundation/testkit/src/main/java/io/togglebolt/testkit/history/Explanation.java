package io.togglebolt.testkit.history;

import io.togglebolt.testkit.history.SequentialModel.Step;
import io.togglebolt.testkit.history.Verdict.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Shows people why calls are not linearizable: the shortest prefix of the history that no order
 * explains, and how far the best order got. What is not linearizable stays so however the history
 * goes on, so the prefix is found by halving.
 */
final class Explanation<S, O, R> {
  /** More are not read by anybody; the last ones matter. */
  private static final int MOST_CALLS_SHOWN = 40;

  private static final int MOST_OF_ORDER_SHOWN = 12;
  private static final double NANOS_PER_MILLI = 1e6;

  private final SequentialModel<S, O, R> model;
  private final long maxSteps;
  private final Object part;
  private final List<Call<O, R>> calls;

  /** Explains calls of one part that are known not to be linearizable. */
  Explanation(SequentialModel<S, O, R> model, long maxSteps, Object part, List<Call<O, R>> calls) {
    this.model = model;
    this.maxSteps = maxSteps;
    this.part = part;
    this.calls = calls;
  }

  Violation violation() {
    List<Call<O, R>> answered =
        calls.stream()
            .filter(call -> !call.isOpen())
            .sorted((a, b) -> Long.compare(a.returned(), b.returned()))
            .toList();
    int low = 0;
    int high = answered.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isImpossible(prefix(answered.get(middle).returned()))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    Call<O, R> last = answered.get(high);
    List<Call<O, R>> shortest = prefix(last.returned());
    return new Violation(part, shortest.size(), lines(shortest, last));
  }

  /** A prefix whose search is given up counts as possible: a longer one is known not to be. */
  private boolean isImpossible(List<Call<O, R>> prefix) {
    return new Search<>(model, prefix, false).run(maxSteps) == Search.Outcome.IMPOSSIBLE;
  }

  /** What was known right after an event: later answers have not come yet. */
  private List<Call<O, R>> prefix(long end) {
    List<Call<O, R>> prefix = new ArrayList<>();
    for (Call<O, R> call : calls) {
      if (call.invoked() > end) {
        break;
      }
      prefix.add(call.asOf(end));
    }
    return prefix;
  }

  private List<String> lines(List<Call<O, R>> prefix, Call<O, R> last) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "not linearizable: "
            + part
            + "; no order explains the answer of call "
            + last.id()
            + ", "
            + last.operation()
            + " -> "
            + last.result());
    lines.add("the calls until then, in the order of invocation:");
    int left = Math.max(0, prefix.size() - MOST_CALLS_SHOWN);
    if (left > 0) {
      lines.add("  (" + left + " earlier calls)");
    }
    for (Call<O, R> call : prefix.subList(left, prefix.size())) {
      lines.add("  " + line(call) + (call.id() == last.id() ? "   <-- this" : ""));
    }
    addLongestOrder(prefix, lines);
    return lines;
  }

  private String line(Call<O, R> call) {
    return String.format(
        Locale.ROOT,
        "call %d, client %d, %s..%s ms: %s -> %s",
        call.id(),
        call.client(),
        millis(call.invokedAtNanos()),
        call.isOpen() ? "?" : millis(call.returnedAtNanos()),
        call.operation(),
        call.isOpen() ? "no answer yet" : call.result());
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
  }

  private void addLongestOrder(List<Call<O, R>> prefix, List<String> lines) {
    Search<S, O, R> search = new Search<>(model, prefix, true);
    search.run(maxSteps);
    List<Call<O, R>> order = search.longestOrder();
    lines.add("the longest order that explains answers:");
    int left = Math.max(0, order.size() - MOST_OF_ORDER_SHOWN);
    if (left > 0) {
      lines.add("  (" + left + " earlier calls)");
    }
    S state = model.initial();
    Set<Integer> explained = new HashSet<>();
    for (int i = 0; i < order.size(); i++) {
      Call<O, R> call = order.get(i);
      state = model.apply(state, call.operation()).state();
      explained.add(call.id());
      if (i >= left) {
        lines.add("  call " + call.id() + ", " + call.operation() + "; then " + state);
      }
    }
    for (Call<O, R> call : prefix) {
      if (!call.isOpen() && !explained.contains(call.id())) {
        Step<S, R> step = model.apply(state, call.operation());
        lines.add(
            "  then call "
                + call.id()
                + " would answer "
                + step.result()
                + ", not "
                + call.result());
      }
    }
  }
}
