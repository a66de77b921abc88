package io.togglebolt.testkit.history;

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
   * Whether an operation leaves every state as it is, so that one without an answer says nothing.
   */
  default boolean changesNothing(O operation) {
    return false;
  }

  /**
   * The part of the object that an operation is about. Parts that share no state are checked one by
   * one (Herlihy and Wing's locality), which makes long histories cheap. Equal by value.
   */
  default Object part(O operation) {
    return "everything";
  }
}
