package io.togglebolt.raft.core.internal.tracker;

import io.togglebolt.raft.core.internal.quorum.VoteResult;
import java.util.Objects;

/**
 * How an election stands.
 *
 * @param granted how many voters are for the candidate
 * @param rejected how many are against it
 * @param result what that means
 */
public record Tally(int granted, int rejected, VoteResult result) {
  /** Checks that nothing is null. */
  public Tally {
    Objects.requireNonNull(result, "result");
  }
}
