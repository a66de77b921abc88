package io.togglebolt.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.testkit.history.KeyValueModel.Append;
import io.togglebolt.testkit.history.KeyValueModel.Changed;
import io.togglebolt.testkit.history.KeyValueModel.Done;
import io.togglebolt.testkit.history.KeyValueModel.Get;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Put;
import io.togglebolt.testkit.history.KeyValueModel.Result;
import io.togglebolt.testkit.history.KeyValueModel.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories that a correct map gave, the same with an answer changed, and ones made up. */
class RandomHistoriesTest {
  private static final KeyValueModel MODEL = new KeyValueModel();
  private static final int MAX_STEPS = 1_000_000;

  private final LinearizabilityChecker<Value, Operation, Result> checker =
      new LinearizabilityChecker<>(MODEL, MAX_STEPS);

  @Test
  void whatACorrectMapAnswersIsAccepted() {
    Seeds.check(
        1,
        300,
        random -> {
          CorrectMap map = new CorrectMap(random, 1 + random.below(8), 1 + random.below(3), 12);
          map.run(random.between(1, 400));
          assertEquals(new Verdict.Linearizable(), checker.check(map.history));
        });
  }

  @Test
  void anAnswerThatNoWriterGaveIsRejected() {
    Seeds.check(
        1,
        200,
        random -> {
          CorrectMap map = new CorrectMap(random, 1 + random.below(8), 1 + random.below(3), 12);
          map.run(200);
          List<Call<Operation, Result>> calls = new ArrayList<>(map.history.calls());
          int changed = random.below(calls.size());
          while (!(calls.get(changed).result() instanceof Value)) {
            changed = random.below(calls.size());
          }
          calls.set(changed, withResult(calls.get(changed), new Value("never written")));
          assertInstanceOf(Verdict.Violation.class, checker.check(calls));
        });
  }

  @Test
  void smallHistoriesGetTheVerdictThatTryingAllOrdersGives() {
    int[] verdicts = new int[2];
    Seeds.check(
        1,
        4000,
        random -> {
          CorrectMap map = new CorrectMap(random, 3, 1, 2);
          map.run(7);
          List<Call<Operation, Result>> calls = new ArrayList<>(map.history.calls());
          for (int mutations = random.below(5); mutations > 0; mutations--) {
            mutate(random, calls);
          }
          boolean expected = AllOrders.explain(MODEL, calls);
          Verdict verdict = checker.check(calls);
          assertEquals(expected, verdict.isLinearizable(), () -> calls + "\n" + verdict);
          verdicts[expected ? 1 : 0]++;
        });
    if (System.getProperty(Seeds.PROPERTY) == null) {
      assertTrue(verdicts[0] > 300, "histories that are not linearizable: " + verdicts[0]);
      assertTrue(verdicts[1] > 500, "histories that are: " + verdicts[1]);
    }
  }

  private static void mutate(SplitMix64 random, List<Call<Operation, Result>> calls) {
    int at = random.below(calls.size());
    Call<Operation, Result> call = calls.get(at);
    if (call.isOpen()) {
      return;
    }
    Result other = calls.get(random.below(calls.size())).result();
    switch (call.result()) {
      case Value value when other instanceof Value -> calls.set(at, withResult(call, other));
      case Value value -> calls.set(at, withResult(call, new Value(null)));
      case Changed changed -> calls.set(at, withResult(call, new Changed(!changed.changed())));
      case Done done -> calls.remove(at);
      case null -> throw new AssertionError("an answered call has a result: " + call);
    }
    if (calls.isEmpty()) {
      calls.add(call);
    }
  }

  private static Call<Operation, Result> withResult(Call<Operation, Result> call, Result result) {
    return new Call<>(
        call.id(),
        call.client(),
        call.operation(),
        call.invoked(),
        call.returned(),
        result,
        call.invokedAtNanos(),
        call.returnedAtNanos());
  }

  @Test
  void aViolationNamesTheShortestPrefix() {
    Seeds.check(
        1,
        300,
        random -> {
          CorrectMap map = new CorrectMap(random, 3, 1, 2);
          map.run(8);
          List<Call<Operation, Result>> calls = new ArrayList<>(map.history.calls());
          mutate(random, calls);
          mutate(random, calls);
          if (checker.check(calls) instanceof Verdict.Violation violation) {
            calls.removeIf(call -> !violation.part().equals(MODEL.part(call.operation())));
            assertEquals(shortestBadPrefix(calls), violation.calls(), violation::toString);
          }
        });
  }

  /** How many calls were invoked until the first answer after which nothing explains all. */
  private static int shortestBadPrefix(List<Call<Operation, Result>> calls) {
    return calls.stream()
        .mapToLong(Call::returned)
        .filter(end -> end != Call.NEVER)
        .sorted()
        .mapToObj(end -> prefix(calls, end))
        .filter(prefix -> !AllOrders.explain(MODEL, prefix))
        .mapToInt(List::size)
        .findFirst()
        .orElseThrow();
  }

  private static List<Call<Operation, Result>> prefix(
      List<Call<Operation, Result>> calls, long end) {
    return calls.stream().filter(call -> call.invoked() < end).map(call -> call.asOf(end)).toList();
  }

  @Test
  void aSearchThatTakesTooLongIsUndecided() {
    Recording recording = new Recording();
    makeHard(recording, "x");
    LinearizabilityChecker<Value, Operation, Result> hasty =
        new LinearizabilityChecker<>(MODEL, 1000);
    Verdict verdict = hasty.check(recording.history);
    assertEquals(new Verdict.Undecided("x", 1000), verdict);
    assertEquals("UNDECIDED after 1000 steps, at x", verdict.toString());
  }

  @Test
  void aViolationOfOneKeyOutweighsOneThatIsUndecided() {
    Recording recording = new Recording();
    makeHard(recording, "hard");
    recording.put(1, "a");
    recording.get(1, "b");
    LinearizabilityChecker<Value, Operation, Result> hasty =
        new LinearizabilityChecker<>(MODEL, 1000);
    assertEquals(
        "x", assertInstanceOf(Verdict.Violation.class, hasty.check(recording.history)).part());
  }

  /** Many appends at once in any order, and an answer that none of the orders gives. */
  private static void makeHard(Recording recording, String key) {
    recording.call(1, new Put(key, "v"), new Done());
    List<Integer> appends = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      appends.add(recording.begin(i, new Append(key, "v" + i)));
    }
    appends.forEach(recording::done);
    recording.call(1, new Get(key), new Value("none of these"));
  }

  @Test
  void longHistoriesWithManyClientsAndLostAnswersTakeFewSteps() {
    Seeds.check(
        1,
        5,
        random -> {
          CorrectMap map = new CorrectMap(random, 10, 4, 20);
          map.run(8000);
          LinearizabilityChecker<Value, Operation, Result> quick =
              new LinearizabilityChecker<>(MODEL, 200_000);
          assertEquals(new Verdict.Linearizable(), quick.check(map.history));
        });
  }
}
