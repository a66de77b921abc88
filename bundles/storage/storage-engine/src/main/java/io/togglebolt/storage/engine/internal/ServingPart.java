package io.togglebolt.storage.engine.internal;

import io.togglebolt.slot.Slot;
import io.togglebolt.storage.StorageException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls a slot's part without trusting it. What a part does wrong costs the part its place, never
 * the transaction: the slot makes another one from the truth. Used by whoever holds the writer
 * lock.
 *
 * @param <P> the part's type
 */
final class ServingPart<P> {
  private final Slot<P> slot;
  private @Nullable P failed;
  private @Nullable Throwable cause;

  /** The part whose last answer was an error of the machine. */
  private @Nullable P doubted;

  /** A way to have another part made in the place of one. */
  private interface Replacement<P> {
    P of(P part, Throwable failure) throws InterruptedException;
  }

  ServingPart(Slot<P> slot) {
    this.slot = slot;
  }

  /**
   * Asks the part until an answer is right. The question may be put to several parts, so it must
   * not change the truth before the answer is known to be right. A question that throws a {@link
   * StalePartException} costs the part its place too, but not its candidate's when a machine's
   * error broke the answer before off: what was lost then is nobody's fault.
   *
   * @throws io.togglebolt.slot.SlotVacantException when no part is left that answers
   */
  <T> T ask(Function<P, T> question) {
    P part = current();
    while (true) {
      try {
        T answer = question.apply(part);
        doubted = null;
        return answer;
      } catch (Throwable failure) {
        if (isTheMachines(failure) && part != doubted) {
          // Perhaps not its fault; the second time in a row nobody asks.
          doubted = part;
          throw failure;
        }
        part =
            failure instanceof StalePartException && part == doubted
                ? renew(part, failure)
                : replace(part, failure);
      }
    }
  }

  /** The part serves no more: nothing that belongs to its bundle is kept. */
  void retired(P part) {
    if (part == failed) {
      failed = null;
      cause = null;
    }
    if (part == doubted) {
      doubted = null;
    }
  }

  /**
   * Tells the part something that the truth says already. Never fails: a part that throws is
   * replaced when it is needed next, and its successor is made from the truth.
   */
  void tell(Consumer<P> message) {
    P part = slot.part();
    if (part == null || part == failed) {
      return;
    }
    try {
      message.accept(part);
    } catch (Throwable failure) {
      // Whatever it is: the truth has changed already, and the transaction must come to its end.
      failed = part;
      cause = failure;
    }
  }

  /**
   * Whether the failure says nothing about the part: no memory, or a machine that is broken. All
   * else is the part's, errors and undeclared checked exceptions too.
   */
  private static boolean isTheMachines(Throwable failure) {
    return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
  }

  private P current() {
    P part = slot.part();
    if (part == null) {
      throw new io.togglebolt.slot.SlotVacantException(
          slot.owner() + ": the " + slot.kind() + " slot is vacant");
    }
    Throwable earlier = cause;
    if (part == failed && earlier != null) {
      part = replace(part, earlier);
    }
    failed = null;
    cause = null;
    return part;
  }

  /** The next one is doubted as this one was: the second error in a row costs it its place. */
  private P renew(P part, Throwable failure) {
    P next = replace(part, failure, slot::renew);
    doubted = next;
    return next;
  }

  private P replace(P part, Throwable failure) {
    return replace(part, failure, slot::replaceFailed);
  }

  private P replace(P part, Throwable failure, Replacement<P> replacement) {
    try {
      return replacement.of(part, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          slot.owner() + ": interrupted while waiting for a " + slot.kind(), interrupted);
    }
  }
}
