package io.togglebolt.raft;

import java.util.Objects;

/**
 * A member of a cluster that begins.
 *
 * @param id who it is; not 0
 * @param context what the state machine is to know of it; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Given away like an entry's data.
public record Peer(long id, byte[] context) {
  /** Checks that nothing is null. */
  public Peer {
    Objects.requireNonNull(context, "context");
  }
}
