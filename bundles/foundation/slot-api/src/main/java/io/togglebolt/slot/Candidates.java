package io.togglebolt.slot;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A live set of candidates that any number of slots choose from. Thread-safe.
 *
 * @param <F> the factory's type
 */
@ProviderType
public interface Candidates<F> {

  /** Offers a candidate to all slots. Only enqueues: hand-over happens in the background. */
  void add(Candidate<F> candidate);

  /**
   * Takes a candidate back. Where its part serves, the part serves on, and the slot hands over to
   * the next candidate after its grace time, or at once when a candidate of the same name arrives
   * (so an update is one swap), when the pinned name is another and is there, or when the part
   * fails.
   *
   * <p>Never waits for the grace time to pass: the thread that takes the old revision of a bundle
   * back is the one that will start the new one. Waits, for three seconds of real time at the most,
   * in two cases only: until a hand-over to this very candidate has been given up, and, in slots
   * without a grace time that have another candidate, until that one has taken over. Never waits on
   * a thread that is inside an operation of a slot's owner.
   *
   * <p>Does nothing while the framework stops.
   */
  void remove(Candidate<F> candidate);

  /**
   * The candidates that are there now, in no particular order: for those who want to try one
   * without putting it into service. Whoever makes a part from one loads its classes first ({@link
   * Candidate#preload}) and lets go of it when the candidate is no longer in this list.
   */
  List<Candidate<F>> list();
}
