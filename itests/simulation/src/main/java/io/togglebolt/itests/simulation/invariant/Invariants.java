package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.itests.simulation.member.MemberWatcher;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.List;

/**
 * Looks after every step whether what must hold in a Raft cluster holds. Throws what is broken as a
 * {@link io.togglebolt.itests.simulation.world.SimulationFailure}, whose sentence begins with the
 * name of the property. One thread's.
 */
public final class Invariants implements MemberWatcher {
  private final ClusterTrace cluster = new ClusterTrace();
  private final List<Check> checks =
      List.of(
          new ElectionSafety(cluster),
          new LeaderAppendOnly(),
          new LogMatching(),
          new LeaderCompleteness(cluster),
          new CommitRule(cluster),
          new CampaignRule(),
          new StateMachineSafety(cluster),
          new ReadSafety(cluster),
          new Promises(),
          new Monotony());

  @Override
  public void started(MemberView view) {
    MemberTrace member = cluster.member(view.id());
    for (Check check : checks) {
      check.started(member, view);
    }
    member.restart(view);
  }

  @Override
  public void saved(MemberView view, HardState state, List<Entry> entries) {
    MemberTrace member = cluster.member(view.id());
    member.look(view);
    member.follow(view);
    for (Check check : checks) {
      check.saving(member, state, entries);
    }
    member.save(state, entries);
    for (Check check : checks) {
      check.saved(member, view, state, entries);
    }
  }

  @Override
  public void sent(MemberView view, Message message) {
    MemberTrace member = cluster.member(view.id());
    member.look(view);
    for (Check check : checks) {
      check.sent(member, view, message);
    }
  }

  @Override
  public void applied(MemberView view, Entry entry, ConfState confState) {
    MemberTrace member = cluster.member(view.id());
    member.look(view);
    for (Check check : checks) {
      check.applied(member, view, entry, confState);
    }
    member.apply(entry.index(), confState);
  }

  @Override
  public void installed(MemberView view, SnapshotMetadata snapshot, long stateHash) {
    MemberTrace member = cluster.member(view.id());
    for (Check check : checks) {
      check.installed(member, snapshot, stateHash);
    }
    member.follow(view);
    member.apply(snapshot.index(), snapshot.confState());
  }

  @Override
  public void hashed(MemberView view, long index, long stateHash) {
    MemberTrace member = cluster.member(view.id());
    for (Check check : checks) {
      check.hashed(member, index, stateHash);
    }
  }

  @Override
  public void asked(MemberView view, long question) {
    MemberTrace member = cluster.member(view.id());
    for (Check check : checks) {
      check.asked(member, view, question);
    }
  }

  @Override
  public void answered(MemberView view, long question, long index) {
    MemberTrace member = cluster.member(view.id());
    for (Check check : checks) {
      check.answered(member, view, question, index);
    }
  }

  @Override
  public void stepped(MemberView view) {
    if (!view.isUp()) {
      return;
    }
    MemberTrace member = cluster.member(view.id());
    member.look(view);
    for (Check check : checks) {
      check.stepped(member, view);
    }
    member.settle();
  }
}
