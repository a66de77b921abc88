package io.togglebolt.testkit.history;

import java.util.List;
import java.util.function.Predicate;

/**
 * What an object does that does one thing at a time: the specification that a history is checked
 * against. Deterministic and without state of its own.
 *
 * @param <S> a state: immutable, with equals and hashCode by value
 * @param <O> what it can be asked; its {@code toString} is what an explanation shows
 * @param <R> what it answers; the same
 */
public interface SequentialModel<S, O, R> {
  /**
   * What one operation does.
   *
   * @param state the state after it
   * @param result what it answers
   */
  record Step<S, R>(S state, R result) {}

  /** The state before anything was asked. */
  S initial();

  /** What an operation does in a state. Total: where it is refused, that is its result. */
  Step<S, R> apply(S state, O operation);

  /**
   * Whether a call without an answer can matter to those that have one. False only where leaving it
   * out explains no less: the search need not ask whether and when it took effect.
   *
   * @param open a call without an answer
   * @param part all calls of its part
   */
  default boolean matters(Call<O, R> open, List<Call<O, R>> part) {
    return true;
  }

  /**
   * The states that an order which explains all answers can pass through. It may accept too many,
   * never too few: what it refuses is not looked at any further.
   *
   * @param part all calls of a part
   */
  default Predicate<S> plausible(List<Call<O, R>> part) {
    return state -> true;
  }

  /**
   * The part of the object that an operation is about. Parts that share no state are checked one by
   * one (Herlihy and Wing's locality), which makes long histories cheap. Equal by value.
   */
  default Object part(O operation) {
    return "everything";
  }
}
