package io.togglebolt.raft;

import java.util.Objects;

/**
 * What a member knows that needs not survive it.
 *
 * @param lead the id of who leads; 0 when nobody is known to
 * @param role what the member itself does
 */
public record SoftState(long lead, RaftRole role) {
  /** Checks that nothing is null. */
  public SoftState {
    Objects.requireNonNull(role, "role");
  }
}
