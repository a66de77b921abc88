package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.RaftStatus;
import java.util.List;

/**
 * Who stands for election is a voter and has applied every change of the cluster that it knows to
 * be committed; and a leader proposes a change only when it has applied the one before (Ongaro's
 * thesis, 4.1 and 4.2.1). Otherwise quorums need not meet.
 */
final class CampaignRule implements Check {
  @Override
  public String name() {
    return "campaign rule";
  }

  @Override
  public void stepped(MemberTrace member, MemberView view) {
    if (!member.hasNewRole() || member.role() == RaftRole.FOLLOWER) {
      return;
    }
    RaftStatus status = view.status();
    ConfState configuration = status.confState();
    if (!configuration.voters().contains(member.id())
        && !configuration.votersOutgoing().contains(member.id())) {
      throw failure(member + " became " + member.role() + ", but votes not in " + configuration);
    }
    long commit = Math.min(status.hardState().commit(), member.log().last());
    for (long index = status.applied() + 1; index <= commit; index++) {
      if (member.log().isChange(index)) {
        throw failure(
            member + " became " + member.role() + " with a committed change to apply, at " + index);
      }
    }
  }

  @Override
  public void saved(MemberTrace member, MemberView view, HardState state, List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.type() != EntryType.NORMAL && entry.term() == member.leads()) {
        noneBefore(member, view.applied(), entry.index());
      }
    }
  }

  private void noneBefore(MemberTrace member, long applied, long change) {
    for (long index = change - 1; index > applied && index > member.log().base(); index--) {
      if (member.log().isChange(index)) {
        throw failure(
            member
                + ", which leads term "
                + member.leads()
                + ", proposed a change at "
                + change
                + " before it applied the one at "
                + index);
      }
    }
  }
}
