package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.testkit.history.KeyValueModel.Append;
import io.togglebolt.testkit.history.KeyValueModel.CompareAndSet;
import io.togglebolt.testkit.history.KeyValueModel.Delete;
import io.togglebolt.testkit.history.KeyValueModel.Get;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Put;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the clients ask for, on few keys, so that they meet each other. */
final class Workload {
  private static final int LONG_VALUE = 600;

  private final SplitMix64 random;
  private final int keys;
  private final ArrayDeque<Operation> last = new ArrayDeque<>();

  /** What was written last, so that some comparisons succeed. */
  private final Map<String, String> written = new HashMap<>();

  private int left;
  private int values;

  Workload(SplitMix64 random, int keys, int operations) {
    this.random = random;
    this.keys = keys;
    left = operations;
  }

  /** The next operation; null when there is none now. */
  @Nullable Operation next() {
    if (left > 0) {
      left--;
      return draw();
    }
    return last.poll();
  }

  private Operation draw() {
    String key = "k" + random.below(keys);
    String value = "v" + ++values;
    return switch (random.below(10)) {
      case 0, 1, 2 -> new Get(key);
      case 3, 4 -> {
        String padded = random.chance(1, 10) ? value + ".".repeat(random.below(LONG_VALUE)) : value;
        written.put(key, padded);
        yield new Put(key, padded);
      }
      case 5 -> {
        written.remove(key);
        yield new Delete(key);
      }
      case 6, 7 -> {
        @Nullable String expected = written.get(key);
        written.put(key, value);
        yield new CompareAndSet(key, expected, value);
      }
      default -> {
        written.merge(key, value, String::concat);
        yield new Append(key, value);
      }
    };
  }

  /** In the end everything is read once. */
  void readAll() {
    left = 0;
    for (int key = 0; key < keys; key++) {
      last.add(new Get("k" + key));
    }
  }
}
