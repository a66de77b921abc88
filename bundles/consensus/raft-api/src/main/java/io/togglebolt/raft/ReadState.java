package io.togglebolt.raft;

import java.util.Arrays;
import java.util.Objects;

/**
 * The answer to a {@link RaftNode#readIndex}: a read that was asked for under this context sees all
 * that was acknowledged before, once the state machine has applied up to the index.
 *
 * @param index up to where to apply before reading
 * @param context what was given with the question; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // It is the asker's own array.
public record ReadState(long index, byte[] context) {
  /** Checks that nothing is null. */
  public ReadState {
    Objects.requireNonNull(context, "context");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadState state
        && state.index == index
        && Arrays.equals(state.context, context);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(index) + Arrays.hashCode(context);
  }
}
