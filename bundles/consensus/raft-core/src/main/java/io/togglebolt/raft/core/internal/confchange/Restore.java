package io.togglebolt.raft.core.internal.confchange;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.core.internal.confchange.ConfChangeRefusedException.Reason;
import io.togglebolt.raft.core.internal.quorum.JointConfig;
import io.togglebolt.raft.core.internal.quorum.MajorityConfig;
import io.togglebolt.raft.core.internal.quorum.NodeIds;
import io.togglebolt.raft.core.internal.tracker.Membership;
import io.togglebolt.raft.core.internal.tracker.Progress;
import io.togglebolt.raft.core.internal.tracker.ProgressMap;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import io.togglebolt.raft.core.internal.tracker.TrackerConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings a tracker of nobody to the membership that a log or a snapshot was left with: at once, for
 * member by member would take the square of their number and more. What comes from a disk or a peer
 * is checked as what changes come to is.
 */
public final class Restore {
  private Restore() {}

  /**
   * Makes a membership anew. The tracker must be new; it has the membership when this returns.
   *
   * @param tracker a tracker of nobody
   * @param lastIndex the last index of the log
   * @param state the membership
   * @return what the tracker has now
   * @throws ConfChangeRefusedException when it has members of which none votes
   * @throws io.togglebolt.raft.RaftInvariantException when it contradicts itself
   */
  public static Membership restore(ProgressTracker tracker, long lastIndex, ConfState state) {
    NodeIds incoming = NodeIds.of(state.voters());
    NodeIds outgoing = NodeIds.of(state.votersOutgoing());
    NodeIds learners = NodeIds.of(state.learners());
    NodeIds learnersNext = NodeIds.of(state.learnersNext());
    NodeIds all = incoming.union(outgoing).union(learners).union(learnersNext);
    if (incoming.isEmpty() && !all.isEmpty()) {
      throw new ConfChangeRefusedException(Reason.ALL_VOTERS_REMOVED);
    }
    TrackerConfig config =
        new TrackerConfig(
            new JointConfig(new MajorityConfig(incoming), new MajorityConfig(outgoing)),
            state.autoLeave(),
            learners,
            learnersNext);
    ProgressMap progress =
        ProgressMap.of(
            all,
            id -> {
              Progress fresh =
                  new Progress(lastIndex, tracker.newInflights(), learners.contains(id));
              // It had no chance to be heard of yet, which must not cost its leader the quorum.
              fresh.setRecentActive(true);
              return fresh;
            });
    Invariants.check(config, progress);
    Membership membership = new Membership(config, progress);
    tracker.install(membership);
    return membership;
  }

  /** Why there can be no such membership, in words; null when there can. */
  public static @Nullable String problem(ConfState state) {
    NodeIds incoming = NodeIds.of(state.voters());
    NodeIds outgoing = NodeIds.of(state.votersOutgoing());
    NodeIds learners = NodeIds.of(state.learners());
    NodeIds learnersNext = NodeIds.of(state.learnersNext());
    NodeIds voters = incoming.union(outgoing);
    if (repeats(state.voters(), incoming)
        || repeats(state.votersOutgoing(), outgoing)
        || repeats(state.learners(), learners)
        || repeats(state.learnersNext(), learnersNext)) {
      return "it names a member twice";
    }
    NodeIds all = voters.union(learners).union(learnersNext);
    if (all.contains(Message.NONE)
        || all.contains(Message.APPEND_THREAD)
        || all.contains(Message.APPLY_THREAD)) {
      return "it names nobody or a thread as a member";
    }
    if (incoming.isEmpty()) {
      return "nobody votes";
    }
    if (voters.union(learners).size() != voters.size() + learners.size()) {
      return "a learner votes";
    }
    if (outgoing.union(learnersNext).size() != outgoing.size()
        || incoming.union(learnersNext).size() != incoming.size() + learnersNext.size()) {
      return "who waits to become a learner must vote in the outgoing half alone";
    }
    if (state.autoLeave() && outgoing.isEmpty()) {
      return "nothing is joint that could be left by itself";
    }
    return null;
  }

  private static boolean repeats(List<Long> given, NodeIds ids) {
    return given.size() != ids.size();
  }
}
