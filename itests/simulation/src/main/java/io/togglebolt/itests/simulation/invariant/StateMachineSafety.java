package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.HashMap;
import java.util.Map;

/**
 * No two members apply different entries at one index (Raft, figure 3), over all of their lives; so
 * what they hold at one index is the same too. None applies an entry twice or leaves one out.
 */
final class StateMachineSafety implements Check {
  private final ClusterTrace cluster;
  private final Map<Long, Long> hashes = new HashMap<>();

  StateMachineSafety(ClusterTrace cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "state machine safety";
  }

  @Override
  public void started(MemberTrace member, MemberView view) {
    if (view.applied() < member.durablyApplied()) {
      throw failure(
          member
              + " had applied up to "
              + member.durablyApplied()
              + " and begins again at "
              + view.applied());
    }
    adopt(view);
    sameConfiguration(member, view.applied(), view.confState());
  }

  /** What was applied when a process ended before anybody was told. */
  private void adopt(MemberView view) {
    long from = Math.max(cluster.committed().last() + 1, view.firstIndex());
    for (Entry entry : view.entries(from, view.applied())) {
      long term = view.status().hardState().term();
      cluster.commit(entry, term);
      if (entry.type() != EntryType.NORMAL) {
        cluster.reconfigure(entry.index(), view.confState());
      }
    }
  }

  @Override
  public void applied(MemberTrace member, MemberView view, Entry entry, ConfState confState) {
    if (entry.index() != member.applied() + 1) {
      throw failure(
          member + " applied entry " + entry.index() + " after entry " + member.applied());
    }
    LogTrace committed = cluster.committed();
    long content = LogTrace.content(entry);
    if (entry.index() == committed.last() + 1) {
      long term = Math.max(view.status().hardState().term(), entry.term());
      cluster.commit(entry, term);
      if (entry.type() != EntryType.NORMAL) {
        cluster.reconfigure(entry.index(), confState);
      }
    }
    if (!committed.holds(entry.index(), entry.term())
        || committed.content(entry.index()) != content) {
      throw failure(
          member
              + " applied entry "
              + entry.index()
              + " of term "
              + entry.term()
              + ", where another was applied before, of term "
              + committed.term(entry.index()));
    }
    sameConfiguration(member, entry.index(), confState);
  }

  private void sameConfiguration(MemberTrace member, long index, ConfState confState) {
    if (index == 0 || index < cluster.founded()) {
      return; // Founders know each other from the start, who joins later hears of one by one.
    }
    ConfState known = cluster.configuration(index, confState);
    if (!known.equals(confState)) {
      throw failure(
          member
              + " has the configuration "
              + confState
              + " after entry "
              + index
              + ", where others have "
              + known);
    }
  }

  @Override
  public void installed(MemberTrace member, SnapshotMetadata snapshot, long stateHash) {
    if (snapshot.index() <= member.applied()) {
      throw failure(
          member
              + " installed a snapshot at "
              + snapshot.index()
              + " over a state at "
              + member.applied());
    }
    if (!cluster.committed().holds(snapshot.index(), snapshot.term())) {
      throw failure(
          member
              + " installed a snapshot at "
              + snapshot.index()
              + " of term "
              + snapshot.term()
              + ", where nobody has applied such an entry");
    }
    sameConfiguration(member, snapshot.index(), snapshot.confState());
    hashed(member, snapshot.index(), stateHash);
  }

  @Override
  public void hashed(MemberTrace member, long index, long stateHash) {
    Long known = hashes.putIfAbsent(index, stateHash);
    if (known != null && known != stateHash) {
      throw failure(member + " holds something else after entry " + index + " than others");
    }
  }
}
