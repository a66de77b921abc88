package io.togglebolt.slot.internal;

import io.togglebolt.slot.Candidate;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes parts that count operations, and fails where the test wants it to. */
final class FakeFactory {
  /** Where a factory or its part can fail. */
  enum Step {
    PRELOAD,
    PREPARE,
    CATCH_UP,
    COMPLETE,
    REBUILD
  }

  /** What happens at a step instead of success. */
  interface Fault {
    void strike() throws Exception;
  }

  /** A part: it must have counted each of the owner's operations. */
  static final class Part {
    final FakeFactory madeBy;
    long counted;

    Part(FakeFactory madeBy, long counted) {
      this.madeBy = madeBy;
      this.counted = counted;
    }
  }

  private final Map<Step, Fault> faults = new EnumMap<>(Step.class);
  final String name;
  final Candidate<FakeFactory> candidate;
  int preloads;

  FakeFactory(String name, int ranking, long order) {
    this(name, ranking, order, name + "-" + order);
  }

  FakeFactory(String name, int ranking, long order, String key) {
    this(name, ranking, order, key, false);
  }

  private FakeFactory(String name, int ranking, long order, String key, boolean byNameOnly) {
    this.name = name;
    candidate = new Candidate<>(name, ranking, order, key, this, this::preload, byNameOnly);
  }

  /** One that serves only where its name is pinned. */
  static FakeFactory byNameOnly(String name, int ranking, long order) {
    return new FakeFactory(name, ranking, order, name + "-" + order, true);
  }

  synchronized FakeFactory failing(Step step, @Nullable Fault fault) {
    if (fault == null) {
      faults.remove(step);
    } else {
      faults.put(step, fault);
    }
    return this;
  }

  /** Fails with that exception or error. */
  FakeFactory throwing(Step step, Throwable thrown) {
    return failing(
        step,
        () -> {
          if (thrown instanceof Error error) {
            throw error;
          }
          throw (Exception) thrown;
        });
  }

  void at(Step step) throws Exception {
    Fault fault;
    synchronized (this) {
      fault = faults.get(step);
    }
    if (fault != null) {
      fault.strike();
    }
  }

  private void preload() {
    preloads++;
    try {
      at(Step.PRELOAD);
    } catch (RuntimeException unchecked) {
      throw unchecked;
    } catch (Exception checked) {
      throw new IllegalStateException(checked);
    }
  }

  Part part(long counted) {
    return new Part(this, counted);
  }
}
