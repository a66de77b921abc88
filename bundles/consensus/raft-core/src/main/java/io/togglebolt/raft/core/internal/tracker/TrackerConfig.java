package io.togglebolt.raft.core.internal.tracker;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.core.internal.quorum.JointConfig;
import io.togglebolt.raft.core.internal.quorum.NodeIds;
import java.util.Objects;

/**
 * Who belongs to the cluster.
 *
 * <p>Nobody is a voter, of either half, and a learner at once. A voter that a joint change makes a
 * learner still votes in the outgoing half; it waits among {@code learnersNext} until that half is
 * gone.
 *
 * @param voters who votes
 * @param autoLeave whether a joint configuration is left without being asked to
 * @param learners who only follows
 * @param learnersNext who becomes a learner when the joint configuration is left
 */
public record TrackerConfig(
    JointConfig voters, boolean autoLeave, NodeIds learners, NodeIds learnersNext) {
  /** A configuration of nobody. */
  public static final TrackerConfig EMPTY =
      new TrackerConfig(JointConfig.EMPTY, false, NodeIds.NONE, NodeIds.NONE);

  /** Checks that nothing is null. */
  public TrackerConfig {
    Objects.requireNonNull(voters, "voters");
    Objects.requireNonNull(learners, "learners");
    Objects.requireNonNull(learnersNext, "learnersNext");
  }

  /** The same as a value of the API, each list in ascending unsigned order. */
  public ConfState confState() {
    return new ConfState(
        voters.incoming().ids().toList(),
        learners.toList(),
        voters.outgoing().ids().toList(),
        learnersNext.toList(),
        autoLeave);
  }

  /** As in etcd's log: {@code voters=(1 2)&&(1) learners=(3) learners_next=(2) autoleave}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("voters=").append(voters);
    if (!learners.isEmpty()) {
      text.append(" learners=").append(learners);
    }
    if (!learnersNext.isEmpty()) {
      text.append(" learners_next=").append(learnersNext);
    }
    if (autoLeave) {
      text.append(" autoleave");
    }
    return text.toString();
  }
}
