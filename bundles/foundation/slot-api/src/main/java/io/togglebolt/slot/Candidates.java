package io.togglebolt.slot;

/**
 * A live set of candidates that any number of slots choose from. Thread-safe.
 *
 * @param <F> the factory's type
 */
public interface Candidates<F> {

  /** Offers a candidate to all slots. Only enqueues: hand-over happens in the background. */
  void add(Candidate<F> candidate);

  /**
   * Takes a candidate back. Slots where it serves hand over to the next one after their grace time,
   * in which a candidate of the same name may arrive (an update is one swap). Waits, for three
   * seconds at the most, until the candidate is no longer needed or its successor is ready to take
   * over; never waits on a thread that is inside an operation of a slot's owner.
   */
  void remove(Candidate<F> candidate);
}
