package io.togglebolt.testkit.history;

import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.testkit.history.KeyValueModel.Append;
import io.togglebolt.testkit.history.KeyValueModel.CompareAndSet;
import io.togglebolt.testkit.history.KeyValueModel.Delete;
import io.togglebolt.testkit.history.KeyValueModel.Get;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Put;
import io.togglebolt.testkit.history.KeyValueModel.Result;
import io.togglebolt.testkit.history.KeyValueModel.Value;
import io.togglebolt.testkit.history.SequentialModel.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map that does one thing at a time, at some moment between a call and its answer. Some answers
 * are lost: those calls take effect at any later moment, or never.
 */
final class CorrectMap {
  final History<Operation, Result> history = new History<>();

  private final SplitMix64 random;
  private final int clients;

  /** How many keys hold values; one more is only appended to. */
  private final int keys;

  private final int oneInIsLost;
  private final KeyValueModel model = new KeyValueModel();
  private final Map<String, Value> state = new HashMap<>();
  private final List<Pending> waiting = new ArrayList<>();
  private final List<Pending> abandoned = new ArrayList<>();
  private long now;
  private int values;

  /** A call that was not answered yet; it took effect when it has a result. */
  private static final class Pending {
    private final int call;
    private final Operation operation;
    private @Nullable Result result;

    private Pending(int call, Operation operation) {
      this.call = call;
      this.operation = operation;
    }
  }

  CorrectMap(SplitMix64 random, int clients, int keys, int oneInIsLost) {
    this.random = random;
    this.clients = clients;
    this.keys = keys;
    this.oneInIsLost = oneInIsLost;
  }

  /** Goes on until so many calls were invoked; some of the last are not answered. */
  void run(int calls) {
    while (history.size() < calls) {
      now++;
      if (waiting.size() < clients && random.chance(1, 2)) {
        Operation operation = operation();
        waiting.add(new Pending(history.invoke(waiting.size(), operation, now), operation));
      } else if (!abandoned.isEmpty() && random.chance(1, 10)) {
        takeEffect(abandoned.remove(random.below(abandoned.size())));
      } else if (!waiting.isEmpty()) {
        goOn(random.below(waiting.size()));
      }
    }
  }

  private Operation operation() {
    int number = random.below(keys + 1);
    String value = "v" + values++ + ";";
    if (number == keys) {
      return random.chance(1, 2) ? new Append("appended", value) : new Get("appended");
    }
    String key = "k" + number;
    return switch (random.below(8)) {
      case 0, 1, 2 -> new Put(key, value);
      case 3 -> new Delete(key);
      case 4 -> new CompareAndSet(key, state(key).value(), value);
      default -> new Get(key);
    };
  }

  private void goOn(int index) {
    Pending pending = waiting.get(index);
    if (random.chance(1, oneInIsLost * 2)) {
      waiting.remove(index);
      if (pending.result == null) {
        abandoned.add(pending);
      }
    } else if (pending.result == null) {
      takeEffect(pending);
    } else {
      waiting.remove(index);
      history.complete(pending.call, pending.result, now);
    }
  }

  private void takeEffect(Pending pending) {
    String key = pending.operation.key();
    Step<Value, Result> step = model.apply(state(key), pending.operation);
    state.put(key, step.state());
    pending.result = step.result();
  }

  private Value state(String key) {
    return state.getOrDefault(key, model.initial());
  }
}
