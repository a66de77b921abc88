package io.togglebolt.slot;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A slot as its owner holds it.
 *
 * @param <P> the part's type
 */
@ProviderType
public interface Slot<P> extends SlotControl, AutoCloseable {

  /**
   * Waits until a part serves: at once where one does, up to the vacancy timeout otherwise. The
   * caller must not hold the boundary, or nobody could fill the slot.
   *
   * @throws SlotVacantException when the timeout passed
   */
  void awaitPart() throws InterruptedException;

  /** The part that serves, or null while the slot is vacant. Read it at the boundary only. */
  @Nullable P part();

  /**
   * Replaces a part that has just failed, in the middle of an operation, by one made with {@link
   * SlotOwner#rebuild} from the next candidate; the failed candidate is set aside with the reason.
   * Where no candidate is left, waits for one up to the vacancy timeout. Called on the thread that
   * holds the boundary.
   *
   * @return the part that serves from now on
   * @throws SlotVacantException when the timeout passed; the slot is then vacant
   */
  P replaceFailed(P failed, Throwable cause) throws InterruptedException;

  /**
   * Replaces a part that is no longer like the truth, through no fault of its own, in the middle of
   * an operation by one made with {@link SlotOwner#rebuild}. As {@link #replaceFailed}, but nobody
   * is set aside for it: the next part may be of the same candidate.
   *
   * @return the part that serves from now on
   * @throws SlotVacantException when the timeout passed; the slot is then vacant
   */
  P renew(P stale, Throwable cause) throws InterruptedException;

  /**
   * Stops all hand-overs and forgets all candidates. The serving part stays readable. Closing twice
   * does nothing.
   */
  @Override
  void close();
}
