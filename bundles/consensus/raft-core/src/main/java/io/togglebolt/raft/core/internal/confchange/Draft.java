package io.togglebolt.raft.core.internal.confchange;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.core.internal.quorum.JointConfig;
import io.togglebolt.raft.core.internal.quorum.MajorityConfig;
import io.togglebolt.raft.core.internal.quorum.NodeIds;
import io.togglebolt.raft.core.internal.tracker.Membership;
import io.togglebolt.raft.core.internal.tracker.Progress;
import io.togglebolt.raft.core.internal.tracker.ProgressMap;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import io.togglebolt.raft.core.internal.tracker.TrackerConfig;

/** A membership while it is being changed: a copy, so that a change can be dropped half-way. */
final class Draft {
  private final ProgressTracker tracker;
  private final long lastIndex;
  private final ProgressMap progress;
  private NodeIds incoming;
  private NodeIds outgoing;
  private NodeIds learners;
  private NodeIds learnersNext;
  private boolean autoLeave;

  Draft(ProgressTracker tracker, long lastIndex) {
    this.tracker = tracker;
    this.lastIndex = lastIndex;
    TrackerConfig config = tracker.config();
    progress = tracker.progress().copy();
    incoming = config.voters().incoming().ids();
    outgoing = config.voters().outgoing().ids();
    learners = config.learners();
    learnersNext = config.learnersNext();
    autoLeave = config.autoLeave();
  }

  NodeIds incoming() {
    return incoming;
  }

  boolean isJoint() {
    return !outgoing.isEmpty();
  }

  void enterJoint(boolean leavesBySelf) {
    outgoing = incoming;
    autoLeave = leavesBySelf;
  }

  void leaveJoint() {
    for (int position = 0; position < learnersNext.size(); position++) {
      long id = learnersNext.at(position);
      learners = learners.with(id);
      Progress demoted = progress.get(id);
      if (demoted != null) {
        demoted.setLearner(true);
      }
    }
    learnersNext = NodeIds.NONE;
    for (int position = 0; position < outgoing.size(); position++) {
      long id = outgoing.at(position);
      if (!incoming.contains(id) && !learners.contains(id)) {
        progress.remove(id);
      }
    }
    outgoing = NodeIds.NONE;
    autoLeave = false;
  }

  void apply(ConfChangeSingle change) {
    long id = change.nodeId();
    if (id == 0) {
      // The state machine refused the change after it was agreed on and left an empty one of it.
      return;
    }
    switch (change.type()) {
      case ADD_NODE -> addVoter(id);
      case ADD_LEARNER_NODE -> addLearner(id);
      case REMOVE_NODE -> remove(id);
      case UPDATE_NODE -> {
        // Tells the state machine something that Raft does not look at.
      }
    }
  }

  private void addVoter(long id) {
    Progress known = progress.get(id);
    if (known == null) {
      start(id, false);
    } else {
      known.setLearner(false);
      learners = learners.without(id);
      learnersNext = learnersNext.without(id);
    }
    incoming = incoming.with(id);
  }

  private void addLearner(long id) {
    Progress known = progress.get(id);
    if (known == null) {
      start(id, true);
      learners = learners.with(id);
      return;
    }
    remove(id);
    progress.put(id, known);
    if (outgoing.contains(id)) {
      // It votes in the outgoing half and nobody is both, so it has to wait.
      learnersNext = learnersNext.with(id);
    } else {
      known.setLearner(true);
      learners = learners.with(id);
    }
  }

  private void remove(long id) {
    incoming = incoming.without(id);
    learners = learners.without(id);
    learnersNext = learnersNext.without(id);
    if (!outgoing.contains(id)) {
      progress.remove(id);
    }
  }

  private void start(long id, boolean learner) {
    Progress fresh = new Progress(lastIndex, tracker.newInflights(), learner);
    // It had no chance to be heard of yet, which must not cost its leader the quorum.
    fresh.setRecentActive(true);
    progress.put(id, fresh);
  }

  Membership finish() {
    TrackerConfig config =
        new TrackerConfig(
            new JointConfig(new MajorityConfig(incoming), new MajorityConfig(outgoing)),
            autoLeave,
            learners,
            learnersNext);
    Invariants.check(config, progress);
    return new Membership(config, progress);
  }
}
