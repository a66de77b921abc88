package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.RaftStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A leader commits what a quorum holds durably, and counts only entries of its own term (Raft, 5.3
 * and 5.4.2); nobody applies what no leader has committed, or knows more to be committed than it
 * holds.
 *
 * <p>The members' durable logs are compared with what the leader believes of them, so a commit that
 * stands on too little is seen when it happens, not when it has been lost.
 */
final class CommitRule implements Check {
  private final ClusterTrace cluster;

  CommitRule(ClusterTrace cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "commit rule";
  }

  @Override
  public void started(MemberTrace member, MemberView view) {
    lookAtCommit(member, view.status());
  }

  /** A cluster begins with entries that count as committed. */
  private void lookAtCommit(MemberTrace member, RaftStatus status) {
    long commit = status.hardState().commit();
    if (cluster.leaders().isEmpty() && member.leads() == 0 && commit > cluster.commit()) {
      cluster.raiseCommit(commit);
      cluster.found(commit);
    }
    if (commit > cluster.commit()) {
      throw failure(
          member
              + " takes entry "
              + commit
              + " for committed, but leaders have committed up to "
              + cluster.commit()
              + " only");
    }
  }

  @Override
  public void applied(MemberTrace member, MemberView view, Entry entry, ConfState confState) {
    if (entry.index() > cluster.commit()) {
      look(member, view);
    }
    if (entry.index() > cluster.commit()) {
      throw failure(
          member
              + " applied entry "
              + entry.index()
              + ", but leaders have committed up to "
              + cluster.commit()
              + " only");
    }
  }

  /** Whoever is told of a commit may believe it, so it is looked at before the event is over. */
  @Override
  public void sent(MemberTrace member, MemberView view, Message message) {
    if (message.commit() > cluster.commit()) {
      look(member, view);
    }
  }

  @Override
  public void saved(MemberTrace member, MemberView view, HardState state, List<Entry> entries) {
    if (state.commit() > cluster.commit()) {
      look(member, view);
    }
  }

  @Override
  public void stepped(MemberTrace member, MemberView view) {
    if (member.leads() > 0) {
      look(member, view);
    }
  }

  private void look(MemberTrace member, MemberView view) {
    RaftStatus status = view.status();
    long commit = status.hardState().commit();
    if (member.leads() == 0) {
      lookAtCommit(member, status);
    } else if (commit > cluster.commit()) {
      check(member, view, commit, status.confState());
      cluster.raiseCommit(commit);
    }
  }

  private void check(MemberTrace leader, MemberView view, long commit, ConfState now) {
    List<ConfState> known = new ArrayList<>(leader.configurations());
    known.add(now);
    if (known.stream().anyMatch(each -> isHeldByQuorum(each, commit, leader.leads()))) {
      return; // Whatever the leader itself has written so far.
    }
    long written = view.term(commit);
    long term = written == 0 ? leader.leads() : written;
    if (term != leader.leads()) {
      throw failure(
          leader
              + ", which leads term "
              + leader.leads()
              + ", committed entry "
              + commit
              + " of term "
              + term
              + " by counting");
    }
    throw failure(
        leader
            + ", which leads term "
            + leader.leads()
            + ", committed entry "
            + commit
            + ", but of "
            + now
            + " only "
            + holders(now, commit, term)
            + " hold it durably");
  }

  private boolean isHeldByQuorum(ConfState configuration, long index, long term) {
    return isHeldByMajority(configuration.voters(), index, term)
        && (configuration.votersOutgoing().isEmpty()
            || isHeldByMajority(configuration.votersOutgoing(), index, term));
  }

  private boolean isHeldByMajority(List<Long> voters, long index, long term) {
    long holders = voters.stream().filter(id -> holds(id, index, term)).count();
    return holders > voters.size() / 2;
  }

  private List<Long> holders(ConfState configuration, long index, long term) {
    return Stream.concat(configuration.voters().stream(), configuration.votersOutgoing().stream())
        .distinct()
        .filter(id -> holds(id, index, term))
        .sorted()
        .toList();
  }

  /** A member whose log begins behind the entry has a snapshot in its place. */
  private boolean holds(long id, long index, long term) {
    LogTrace log = cluster.member(id).log();
    return log.base() >= index || log.holds(index, term);
  }
}
