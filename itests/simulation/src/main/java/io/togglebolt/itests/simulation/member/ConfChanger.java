package io.togglebolt.itests.simulation.member;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.RaftNode;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes changes of the cluster when they are applied, or refuses them, as every member does in the
 * same way: nobody who was removed comes back, and somebody who votes stays.
 */
final class ConfChanger implements StateMachine.ConfChanges {
  private final RaftNode node;

  ConfChanger(RaftNode node) {
    this.node = node;
  }

  @Override
  public ConfState apply(Entry entry, ConfState before, SortedSet<Long> removed) {
    ConfChangeV2 change =
        entry.type() == EntryType.CONF_CHANGE_V2
            ? ConfChangeV2Codec.decode(entry.data())
            : ConfChangeCodec.decode(entry.data()).asV2();
    if (!isGood(change, before, removed)) {
      return before;
    }
    ConfState after = node.applyConfChange(change);
    // Who leaves with a joint configuration votes until that is left.
    removed.addAll(everybody(before));
    removed.removeAll(everybody(after));
    return after;
  }

  private static SortedSet<Long> everybody(ConfState state) {
    SortedSet<Long> all = new TreeSet<>(state.voters());
    all.addAll(state.votersOutgoing());
    all.addAll(state.learners());
    return all;
  }

  private static boolean isGood(ConfChangeV2 change, ConfState before, SortedSet<Long> removed) {
    boolean joint = !before.votersOutgoing().isEmpty();
    if (change.leavesJoint()) {
      return joint;
    }
    if (joint) {
      return false;
    }
    TreeSet<Long> voters = new TreeSet<>(before.voters());
    for (ConfChangeSingle single : change.changes()) {
      switch (single.type()) {
        case ADD_NODE -> voters.add(single.nodeId());
        case REMOVE_NODE, ADD_LEARNER_NODE -> voters.remove(single.nodeId());
        case UPDATE_NODE -> {}
      }
      boolean adds =
          single.type() == ConfChangeType.ADD_NODE
              || single.type() == ConfChangeType.ADD_LEARNER_NODE;
      if (adds && removed.contains(single.nodeId())) {
        return false;
      }
    }
    return !voters.isEmpty();
  }
}
