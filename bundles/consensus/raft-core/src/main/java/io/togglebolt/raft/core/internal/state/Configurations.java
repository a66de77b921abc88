package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.core.internal.confchange.Changer;
import io.togglebolt.raft.core.internal.confchange.ConfChangeRefusedException;
import io.togglebolt.raft.core.internal.confchange.Restore;
import io.togglebolt.raft.core.internal.tracker.Membership;
import io.togglebolt.raft.core.internal.tracker.Progress;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Changing who belongs to the cluster (6; thesis 4). A change counts once it is applied. */
final class Configurations {
  private static final List<Entry> LEAVE_JOINT =
      List.of(new Entry(EntryType.CONF_CHANGE_V2, 0, 0, new byte[0]));

  private final Member member;
  private final Replication replication;
  private final Proposals proposals;

  /**
   * The cluster as the state machine knows it while it is still at entries that a snapshot has
   * overtaken; the first is the oldest.
   */
  private final Deque<Overtaken> overtaken = new ArrayDeque<>();

  /** The last entry that the state machine has said it is done with. */
  private long done;

  /**
   * A cluster that a snapshot has replaced here, and not yet at the state machine.
   *
   * @param last the last entry that the state machine was given before the snapshot came
   */
  private record Overtaken(ConfState cluster, long last) {}

  Configurations(Member member, Replication replication, Proposals proposals) {
    this.member = member;
    this.replication = replication;
    this.proposals = proposals;
  }

  /**
   * A committed change is applied.
   *
   * @throws RaftInvariantException when it does not fit what is there: whoever proposed it had
   *     switched the check off, or the members no longer agree
   */
  ConfState apply(ConfChangeV2 change) {
    try {
      Overtaken before = overtaken.pollFirst();
      return before == null
          ? adopt(changed(member, change, member.tracker()))
          : applyOvertaken(change, before);
    } catch (ConfChangeRefusedException e) {
      throw new RaftInvariantException(e.getMessage(), e);
    }
  }

  /**
   * The entry was given to the state machine before a snapshot came that holds it and more. The
   * state machine is told of the cluster as of the entry; this member has adopted the snapshot's
   * already, and stays with it, whether or not the snapshot is durable by now.
   */
  private ConfState applyOvertaken(ConfChangeV2 change, Overtaken before) {
    ProgressTracker tracker = freshTracker();
    tracker.install(Restore.restore(tracker, member.log().lastIndex(), before.cluster()));
    tracker.install(changed(member, change, tracker));
    ConfState after = tracker.confState();
    overtaken.addFirst(new Overtaken(after, before.last()));
    return after;
  }

  private ProgressTracker freshTracker() {
    return new ProgressTracker(
        member.options().maxInflightMessages(), member.options().maxInflightBytes());
  }

  /**
   * What a change comes to; nothing changes yet.
   *
   * @throws ConfChangeRefusedException when it does not fit what is there
   */
  static Membership changed(Member member, ConfChangeV2 change, ProgressTracker tracker) {
    Changer changer = new Changer(tracker, member.log().lastIndex());
    if (change.leavesJoint()) {
      return changer.leaveJoint();
    }
    return change.entersJoint()
        ? changer.enterJoint(change.autoLeaves(), change.changes())
        : changer.simple(change.changes());
  }

  /** Takes over the configuration of a snapshot, which is still to be made durable and applied. */
  void restoreSnapshot(ConfState held) {
    long given = member.log().given();
    long known = overtaken.isEmpty() ? done : overtaken.getLast().last();
    if (given > known) {
      overtaken.addLast(new Overtaken(member.tracker().confState(), given));
    }
    restore(held);
  }

  /** A snapshot is durable and applied. */
  void snapshotApplied(long index) {
    applied(index, 0);
  }

  /**
   * The state machine is done with entries that it was given.
   *
   * @param bytes how large they are when encoded
   */
  void entriesApplied(long index, long bytes) {
    done = Math.max(done, index);
    while (!overtaken.isEmpty() && overtaken.getFirst().last() <= done) {
      overtaken.removeFirst();
    }
    applied(index, bytes);
  }

  /** Takes over the configuration that a snapshot or the storage holds. */
  void restore(ConfState held) {
    ProgressTracker fresh = freshTracker();
    ConfState restored;
    try {
      restored = adopt(Restore.restore(fresh, member.log().lastIndex(), held));
    } catch (ConfChangeRefusedException e) {
      throw new RaftInvariantException(
          "unable to restore config " + Lines.of(held) + ": " + e.getMessage(), e);
    }
    if (!Lines.of(sorted(held)).equals(Lines.of(restored))) {
      throw new RaftInvariantException(
          "ConfStates not equivalent after sorting: "
              + Lines.of(held)
              + " was restored as "
              + Lines.of(restored));
    }
  }

  private static ConfState sorted(ConfState state) {
    return new ConfState(
        sorted(state.voters()),
        sorted(state.learners()),
        sorted(state.votersOutgoing()),
        sorted(state.learnersNext()),
        state.autoLeave());
  }

  private static List<Long> sorted(List<Long> ids) {
    return ids.stream().sorted(Long::compareUnsigned).toList();
  }

  private ConfState adopt(Membership membership) {
    ProgressTracker tracker = member.tracker();
    tracker.install(membership);
    member
        .lines()
        .info(() -> Lines.text("%x switched to configuration %s", member.id(), tracker.config()));
    ConfState state = tracker.confState();
    if (member.leads()) {
      continueLeading();
    }
    return state;
  }

  /** A leader finds out whether it still is one, and what is committed under the new quorums. */
  private void continueLeading() {
    Progress own = member.ownProgress();
    if (own == null || own.isLearner()) {
      if (member.options().stepDownOnRemoval()) {
        member.becomeFollower(member.term(), Message.NONE);
      }
      return;
    }
    if (member.tracker().config().voters().incoming().isEmpty()) {
      return;
    }
    if (replication.commit()) {
      replication.broadcast();
    } else {
      // Those that are new need not wait for a heartbeat or a proposal.
      replication.broadcastMissing();
    }
    if (!member.tracker().config().voters().contains(member.transferee())) {
      member.abortTransfer();
    }
  }

  /**
   * Everything up to an index is applied. A leader leaves a joint configuration by itself once it
   * has applied it, where that was asked for. The proposal is dropped while the leadership is
   * handed over: either the next leader makes it, or this one when it applies the next entry.
   *
   * @param bytes how large the entries are when encoded
   */
  private void applied(long index, long bytes) {
    long applied = Math.max(index, member.log().applied());
    member.log().appliedTo(applied, bytes);
    if (!member.leads()
        || !member.tracker().config().autoLeave()
        || applied < member.pendingConfIndex()) {
      return;
    }
    String config = member.tracker().config().toString();
    try {
      proposals.append(
          Message.of(MessageType.PROPOSE).from(member.id()).entries(LEAVE_JOINT).build());
    } catch (ProposalDroppedException e) {
      member
          .lines()
          .debug(
              () ->
                  "not initiating automatic transition out of joint configuration "
                      + config
                      + ": raft proposal dropped");
      return;
    }
    member
        .lines()
        .info(() -> "initiating automatic transition out of joint configuration " + config);
  }
}
