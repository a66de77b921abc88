package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.fail;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BucketNotFoundException;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The states in which a database may be found: the last acknowledged one, and those of commits that
 * came to no end since. They are told apart by their whole content.
 */
final class ExpectedStates {
  /** A state and a hash of all that it holds. */
  private record State(Model content, long hash) {
    static State of(Model content) {
      return new State(content, ExpectedStates.hash(content));
    }
  }

  private final List<State> states = new ArrayList<>();

  ExpectedStates(Model acknowledged) {
    states.add(State.of(acknowledged));
  }

  /** A commit begins: its state may be found from now on. */
  void inFlight(Model next) {
    states.add(State.of(next));
  }

  /** The last commit was acknowledged: nothing else may be found any more. */
  void acknowledged() {
    states.subList(0, states.size() - 1).clear();
  }

  /** The last commit changed nothing on the disk. */
  void refused() {
    states.removeLast();
  }

  /** How many states may be found. */
  int count() {
    return states.size();
  }

  /** The last acknowledged state. */
  Model oldest() {
    return states.getFirst().content();
  }

  /** Which of the states a transaction sees, the oldest being 0; fails when it is none of them. */
  int find(Transaction transaction) {
    long found = hash(transaction.root());
    for (int i = states.size() - 1; i >= 0; i--) {
      if (states.get(i).hash() == found) {
        return i;
      }
    }
    try {
      states.getFirst().content().assertSame(transaction.root());
    } catch (AssertionError difference) {
      throw new AssertionError(
          "the content is that of none of the "
              + states.size()
              + " states that it may be in; it differs from the acknowledged one: "
              + difference.getMessage(),
          difference);
    }
    return fail("the hash differs, but not the content");
  }

  Model content(int index) {
    return states.get(index).content();
  }

  static long hash(Model model) {
    long hash = mix(1, model.sequence);
    for (Map.Entry<byte[], Object> entry : model.entries.entrySet()) {
      hash = mix(hash, Arrays.hashCode(entry.getKey()));
      hash =
          switch (entry.getValue()) {
            case Model sub -> mix(hash, hash(sub));
            case byte[] value -> mix(mix(hash, value.length), Arrays.hashCode(value));
            case Object other -> throw new AssertionError(other);
          };
    }
    return mix(hash, model.entries.size());
  }

  static long hash(Bucket bucket) {
    long hash = mix(1, bucket.sequence());
    Cursor cursor = bucket.cursor();
    int count = 0;
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      byte[] key = Objects.requireNonNull(cursor.key());
      hash = mix(hash, Arrays.hashCode(key));
      if (cursor.isBucket()) {
        Bucket sub = bucket.bucket(key);
        if (sub == null) {
          throw new BucketNotFoundException("a bucket was found when walking, but not by its name");
        }
        hash = mix(hash, hash(sub));
      } else {
        byte[] value = Objects.requireNonNull(cursor.value());
        hash = mix(mix(hash, value.length), Arrays.hashCode(value));
      }
      count++;
    }
    return mix(hash, count);
  }

  private static long mix(long hash, long next) {
    long mixed = (hash ^ next) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }
}
