package io.togglebolt.testkit.history;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A map from keys to values, each key a part of its own. The state of a part is the key's value, or
 * nothing.
 */
public final class KeyValueModel
    implements SequentialModel<KeyValueModel.Value, KeyValueModel.Operation, KeyValueModel.Result> {
  /** What a map can be asked. */
  public sealed interface Operation {
    /** The key that it is about. */
    String key();
  }

  /** Answers with {@link Value}. */
  public record Get(String key) implements Operation {
    @Override
    public String toString() {
      return "get(" + key + ")";
    }
  }

  /** Sets a value; answers with {@link Done}. */
  public record Put(String key, String value) implements Operation {
    @Override
    public String toString() {
      return "put(" + key + ", " + value + ")";
    }
  }

  /** Removes a value; answers with {@link Changed}: whether there was one. */
  public record Delete(String key) implements Operation {
    @Override
    public String toString() {
      return "delete(" + key + ")";
    }
  }

  /**
   * Sets a value if another is there; answers with {@link Changed}.
   *
   * @param expected what must be there; null for nothing
   */
  public record CompareAndSet(String key, @Nullable String expected, String value)
      implements Operation {
    @Override
    public String toString() {
      return "cas(" + key + ", " + expected + " -> " + value + ")";
    }
  }

  /** Sets a value behind the one that is there; answers with {@link Done}. */
  public record Append(String key, String value) implements Operation {
    @Override
    public String toString() {
      return "append(" + key + ", " + value + ")";
    }
  }

  /** What a map answers. */
  public sealed interface Result {}

  /**
   * What a key holds.
   *
   * @param value null for nothing
   */
  public record Value(@Nullable String value) implements Result {
    @Override
    public String toString() {
      return value == null ? "nothing" : value;
    }
  }

  /** It is done. */
  public record Done() implements Result {
    @Override
    public String toString() {
      return "done";
    }
  }

  /** Whether it changed anything. */
  public record Changed(boolean changed) implements Result {
    @Override
    public String toString() {
      return changed ? "changed" : "not changed";
    }
  }

  private static final Value NOTHING = new Value(null);
  private static final Done DONE = new Done();

  @Override
  public Value initial() {
    return NOTHING;
  }

  @Override
  public Step<Value, Result> apply(Value state, Operation operation) {
    @Nullable String now = state.value();
    return switch (operation) {
      case Get get -> new Step<>(state, state);
      case Put put -> new Step<>(new Value(put.value()), DONE);
      case Delete delete -> new Step<>(NOTHING, new Changed(now != null));
      case CompareAndSet swap when Objects.equals(swap.expected(), now) ->
          new Step<>(new Value(swap.value()), new Changed(true));
      case CompareAndSet swap -> new Step<>(state, new Changed(false));
      case Append append ->
          new Step<>(new Value(now == null ? append.value() : now + append.value()), DONE);
    };
  }

  /**
   * Of a key that is only read and appended to, an append whose value nobody read might as well
   * have never happened: what follows it are appends, which answer the same in any state.
   */
  @Override
  public boolean matters(Call<Operation, Result> open, List<Call<Operation, Result>> part) {
    return switch (open.operation()) {
      case Get get -> false;
      case Append append when isAppendOnly(part) ->
          values(part).anyMatch(value -> value.contains(append.value()));
      case Append append -> true;
      case Put put when isPutOnly(part) -> values(part).anyMatch(put.value()::equals);
      case Put put -> true;
      case Delete delete -> true;
      case CompareAndSet swap -> true;
    };
  }

  /**
   * A key that is only read and appended to grows: each of its states begins what was read last of
   * all, or begins with it.
   */
  @Override
  public Predicate<Value> plausible(List<Call<Operation, Result>> part) {
    if (!isAppendOnly(part)) {
      return state -> true;
    }
    String longest = values(part).max(Comparator.comparingInt(String::length)).orElse("");
    return state -> {
      @Nullable String value = state.value();
      return value == null || longest.startsWith(value) || value.startsWith(longest);
    };
  }

  private static boolean isAppendOnly(List<Call<Operation, Result>> part) {
    return part.stream()
        .map(Call::operation)
        .allMatch(operation -> operation instanceof Append || operation instanceof Get);
  }

  private static boolean isPutOnly(List<Call<Operation, Result>> part) {
    return part.stream()
        .map(Call::operation)
        .allMatch(operation -> operation instanceof Put || operation instanceof Get);
  }

  /** What was read. */
  private static Stream<String> values(List<Call<Operation, Result>> part) {
    return part.stream()
        .map(Call::result)
        .filter(Value.class::isInstance)
        .map(result -> ((Value) result).value())
        .filter(Objects::nonNull);
  }

  @Override
  public Object part(Operation operation) {
    return operation.key();
  }
}
