package io.togglebolt.raft.core.internal.tracker;

import java.util.Objects;

/**
 * What a change of the membership comes to, for {@link ProgressTracker#install}.
 *
 * @param config who belongs to the cluster
 * @param progress the progress of each of them
 */
public record Membership(TrackerConfig config, ProgressMap progress) {
  /** Checks that nothing is null. */
  public Membership {
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(progress, "progress");
  }
}
