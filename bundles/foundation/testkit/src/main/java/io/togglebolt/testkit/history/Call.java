package io.togglebolt.testkit.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation as its client saw it.
 *
 * @param id its number, from 0 in the order of invocation
 * @param client who asked
 * @param operation what was asked
 * @param invoked the place of the invocation among all events of the history
 * @param returned the place of the answer; {@link #NEVER} when none came
 * @param result the answer; null when none came
 * @param invokedAtNanos when it was asked, in virtual time; only shown
 * @param returnedAtNanos when the answer came; {@link #NEVER} when none came
 */
public record Call<O, R>(
    int id,
    long client,
    O operation,
    long invoked,
    long returned,
    @Nullable R result,
    long invokedAtNanos,
    long returnedAtNanos) {
  /** The place and time of an answer that did not come. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Checks that a call has both a place and an answer, or neither. */
  public Call {
    Objects.requireNonNull(operation, "operation");
    if ((returned == NEVER) != (result == null)) {
      throw new IllegalArgumentException(
          "call "
              + id
              + " returned at "
              + returned
              + " with "
              + result
              + ", expected both or none");
    }
  }

  /** Whether no answer came: it may take effect at any later time, or never. */
  public boolean isOpen() {
    return returned == NEVER;
  }

  /**
   * The call as it was known right after an event: without an answer that came later.
   *
   * @param place of the event
   */
  public Call<O, R> asOf(long place) {
    return returned <= place
        ? this
        : new Call<>(id, client, operation, invoked, NEVER, null, invokedAtNanos, NEVER);
  }
}
