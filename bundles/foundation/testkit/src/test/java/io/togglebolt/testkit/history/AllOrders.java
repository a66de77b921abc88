package io.togglebolt.testkit.history;

import io.togglebolt.testkit.history.SequentialModel.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The definition of linearizability, tried out: every choice of the calls without an answer, in
 * every order that keeps what was over before what began later. For small histories.
 */
final class AllOrders {
  private AllOrders() {}

  /** Whether one of the orders gives all answers. */
  static <S, O, R> boolean explain(SequentialModel<S, O, R> model, List<Call<O, R>> calls) {
    return calls.stream()
        .map(call -> model.part(call.operation()))
        .distinct()
        .allMatch(
            part ->
                explainPart(
                    model,
                    calls.stream()
                        .filter(call -> model.part(call.operation()).equals(part))
                        .toList()));
  }

  private static <S, O, R> boolean explainPart(
      SequentialModel<S, O, R> model, List<Call<O, R>> calls) {
    List<Call<O, R>> open = calls.stream().filter(Call::isOpen).toList();
    for (int choice = 0; choice < 1 << open.size(); choice++) {
      List<Call<O, R>> chosen = new ArrayList<>();
      for (Call<O, R> call : calls) {
        if (!call.isOpen() || (choice >> open.indexOf(call) & 1) == 1) {
          chosen.add(call);
        }
      }
      if (someOrderFits(model, model.initial(), chosen)) {
        return true;
      }
    }
    return false;
  }

  private static <S, O, R> boolean someOrderFits(
      SequentialModel<S, O, R> model, S state, List<Call<O, R>> left) {
    if (left.isEmpty()) {
      return true;
    }
    for (Call<O, R> first : left) {
      Step<S, R> step = model.apply(state, first.operation());
      boolean mayBeFirst = left.stream().noneMatch(other -> other.returned() < first.invoked());
      if (mayBeFirst && (first.isOpen() || step.result().equals(first.result()))) {
        List<Call<O, R>> rest = new ArrayList<>(left);
        rest.remove(first);
        if (someOrderFits(model, step.state(), rest)) {
          return true;
        }
      }
    }
    return false;
  }
}
