package io.togglebolt.raft;

import java.util.Objects;

/**
 * One member's part of a {@link ConfChangeV2}.
 *
 * @param type what happens to it
 * @param nodeId who it is; 0 changes nothing
 */
public record ConfChangeSingle(ConfChangeType type, long nodeId) {
  /** Checks that nothing is null. */
  public ConfChangeSingle {
    Objects.requireNonNull(type, "type");
  }
}
