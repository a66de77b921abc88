package io.togglebolt.raft.core.internal.confchange;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.core.internal.confchange.ConfChangeRefusedException.Reason;
import io.togglebolt.raft.core.internal.tracker.Membership;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import java.util.List;
import java.util.Objects;

/**
 * Works out what a change makes of a tracker's membership, and leaves the tracker as it is: {@link
 * ProgressTracker#install} makes it so. Each method may throw {@link RaftInvariantException} when
 * the membership contradicts itself. For one thread.
 */
public final class Changer {
  private final ProgressTracker tracker;
  private final long lastIndex;

  /**
   * For a tracker.
   *
   * @param tracker whose membership changes
   * @param lastIndex the last index of the log; a new member is first asked whether it has it
   */
  public Changer(ProgressTracker tracker, long lastIndex) {
    this.tracker = Objects.requireNonNull(tracker, "tracker");
    this.lastIndex = lastIndex;
  }

  /**
   * Changes at most one voter, and any learners, at once.
   *
   * @throws ConfChangeRefusedException in a joint configuration, when several voters would change,
   *     or when none would be left
   */
  public Membership simple(List<ConfChangeSingle> changes) {
    Draft draft = begin();
    if (draft.isJoint()) {
      throw new ConfChangeRefusedException(Reason.SIMPLE_WHILE_JOINT);
    }
    apply(draft, changes);
    if (draft.incoming().difference(tracker.config().voters().incoming().ids()) > 1) {
      throw new ConfChangeRefusedException(Reason.SEVERAL_VOTERS);
    }
    return draft.finish();
  }

  /**
   * Enters a joint configuration: the voters become its outgoing half, the changed ones its
   * incoming half (section 4.3 of the Raft thesis).
   *
   * @param autoLeave whether it is left without being asked to
   * @param changes what changes, in order
   * @throws ConfChangeRefusedException in a joint configuration, without voters, or when none would
   *     be left
   */
  public Membership enterJoint(boolean autoLeave, List<ConfChangeSingle> changes) {
    Draft draft = begin();
    if (draft.isJoint()) {
      throw new ConfChangeRefusedException(Reason.ALREADY_JOINT);
    }
    if (draft.incoming().isEmpty()) {
      throw new ConfChangeRefusedException(Reason.NO_VOTERS);
    }
    draft.enterJoint(autoLeave);
    apply(draft, changes);
    return draft.finish();
  }

  /**
   * Leaves a joint configuration: its incoming half decides alone, and who waited to become a
   * learner becomes one.
   *
   * @throws ConfChangeRefusedException when the configuration is not joint
   */
  public Membership leaveJoint() {
    Draft draft = begin();
    if (!draft.isJoint()) {
      throw new ConfChangeRefusedException(Reason.NOT_JOINT);
    }
    draft.leaveJoint();
    return draft.finish();
  }

  private Draft begin() {
    Invariants.check(tracker.config(), tracker.progress());
    return new Draft(tracker, lastIndex);
  }

  private static void apply(Draft draft, List<ConfChangeSingle> changes) {
    for (ConfChangeSingle change : changes) {
      draft.apply(change);
    }
    if (draft.incoming().isEmpty()) {
      throw new ConfChangeRefusedException(Reason.ALL_VOTERS_REMOVED);
    }
  }
}
