package io.togglebolt.raft;

import java.util.List;

/**
 * Who belongs to a cluster.
 *
 * @param voters the members that vote
 * @param learners the members that only follow
 * @param votersOutgoing the voters of the configuration that a joint one is leaving; empty when it
 *     is not joint
 * @param learnersNext voters that become learners when the joint configuration is left
 * @param autoLeave whether a joint configuration is left without being asked to
 */
public record ConfState(
    List<Long> voters,
    List<Long> learners,
    List<Long> votersOutgoing,
    List<Long> learnersNext,
    boolean autoLeave) {
  /** Takes copies of the lists. */
  public ConfState {
    voters = List.copyOf(voters);
    learners = List.copyOf(learners);
    votersOutgoing = List.copyOf(votersOutgoing);
    learnersNext = List.copyOf(learnersNext);
  }

  /** A configuration of voters alone. */
  public static ConfState ofVoters(Long... voters) {
    return new ConfState(List.of(voters), List.of(), List.of(), List.of(), false);
  }
}
