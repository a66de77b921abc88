package io.togglebolt.raft.core.internal.confchange;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.core.internal.tracker.Membership;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a tracker of nobody to the membership that a log or a snapshot was left with. It gets
 * there by changes, so that what they check is checked of what comes from a disk too.
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
   * @throws ConfChangeRefusedException when there can be no such membership; the tracker may then
   *     have part of it
   */
  public static Membership restore(ProgressTracker tracker, long lastIndex, ConfState state) {
    Changer changer = new Changer(tracker, lastIndex);
    List<ConfChangeSingle> changes = new ArrayList<>();
    if (state.votersOutgoing().isEmpty()) {
      add(changes, ConfChangeType.ADD_NODE, state.voters());
      add(changes, ConfChangeType.ADD_LEARNER_NODE, state.learners());
      add(changes, ConfChangeType.ADD_LEARNER_NODE, state.learnersNext());
      oneByOne(tracker, changer, changes);
    } else {
      // The outgoing half is made first, as if the joint configuration had not been entered yet.
      add(changes, ConfChangeType.ADD_NODE, state.votersOutgoing());
      oneByOne(tracker, changer, changes);
      changes.clear();
      add(changes, ConfChangeType.REMOVE_NODE, state.votersOutgoing());
      add(changes, ConfChangeType.ADD_NODE, state.voters());
      add(changes, ConfChangeType.ADD_LEARNER_NODE, state.learners());
      add(changes, ConfChangeType.ADD_LEARNER_NODE, state.learnersNext());
      tracker.install(changer.enterJoint(state.autoLeave(), changes));
    }
    return new Membership(tracker.config(), tracker.progress());
  }

  private static void add(List<ConfChangeSingle> changes, ConfChangeType type, List<Long> ids) {
    for (long id : ids) {
      changes.add(new ConfChangeSingle(type, id));
    }
  }

  private static void oneByOne(
      ProgressTracker tracker, Changer changer, List<ConfChangeSingle> changes) {
    for (ConfChangeSingle change : changes) {
      tracker.install(changer.simple(List.of(change)));
    }
  }
}
