package io.togglebolt.raft.core.internal.confchange;

import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.core.internal.quorum.JointConfig;
import io.togglebolt.raft.core.internal.quorum.NodeIds;
import io.togglebolt.raft.core.internal.tracker.Progress;
import io.togglebolt.raft.core.internal.tracker.ProgressMap;
import io.togglebolt.raft.core.internal.tracker.TrackerConfig;

/** What holds for every membership, checked before a change and after it. */
final class Invariants {
  private Invariants() {}

  /**
   * Checks a membership.
   *
   * @throws RaftInvariantException that says what does not hold
   */
  static void check(TrackerConfig config, ProgressMap progress) {
    checkTracked(config.voters().ids(), "voter", progress);
    checkLearnersNext(config, progress);
    checkLearners(config, progress);
    if (config.autoLeave() && !config.voters().isJoint()) {
      throw new RaftInvariantException("nothing is joint that could be left by itself: " + config);
    }
  }

  private static void checkTracked(NodeIds ids, String role, ProgressMap progress) {
    for (int position = 0; position < ids.size(); position++) {
      tracked(ids.at(position), role, progress);
    }
  }

  private static void checkLearnersNext(TrackerConfig config, ProgressMap progress) {
    NodeIds ids = config.learnersNext();
    for (int position = 0; position < ids.size(); position++) {
      long id = ids.at(position);
      Progress member = tracked(id, "learner to be", progress);
      if (!config.voters().outgoing().contains(id)) {
        throw broken(id, "waits to become a learner but was no voter");
      }
      if (member.isLearner()) {
        throw broken(id, "waits to become a learner but is marked as one");
      }
    }
  }

  private static void checkLearners(TrackerConfig config, ProgressMap progress) {
    NodeIds ids = config.learners();
    JointConfig voters = config.voters();
    for (int position = 0; position < ids.size(); position++) {
      long id = ids.at(position);
      Progress member = tracked(id, "learner", progress);
      if (voters.contains(id)) {
        throw broken(id, "is a learner and a voter of " + voters);
      }
      if (!member.isLearner()) {
        throw broken(id, "is a learner but is not marked as one");
      }
    }
  }

  private static Progress tracked(long id, String role, ProgressMap progress) {
    Progress member = progress.get(id);
    if (member == null) {
      throw broken(id, "is a " + role + " but has no progress");
    }
    return member;
  }

  private static RaftInvariantException broken(long id, String what) {
    return new RaftInvariantException("member " + Long.toUnsignedString(id) + " " + what);
  }
}
