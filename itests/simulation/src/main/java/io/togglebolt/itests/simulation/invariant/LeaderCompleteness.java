package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import java.util.List;

/**
 * If an entry is committed in a term, it is in the logs of the leaders of all higher terms (Raft,
 * figure 3). A leader's log is looked at when it writes its first entry of its term: by then all
 * that it had before is written too.
 */
final class LeaderCompleteness implements Check {
  private final ClusterTrace cluster;

  LeaderCompleteness(ClusterTrace cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "leader completeness";
  }

  @Override
  public void saving(MemberTrace member, HardState state, List<Entry> entries) {
    long term = member.leads();
    if (term == 0 || member.log().lastTerm() == term) {
      return;
    }
    for (Entry entry : entries) {
      if (entry.term() == term) {
        check(member, term, entry.index(), entries);
        return;
      }
    }
  }

  /** Entries below the first of the new term come from the log or are written together with it. */
  private void check(MemberTrace member, long term, long firstOfTerm, List<Entry> written) {
    LogTrace log = member.log();
    LogTrace committed = cluster.committed();
    long writtenFrom = written.getFirst().index();
    for (long index = log.base() + 1; index <= committed.last(); index++) {
      if (cluster.learnedIn(index) >= term) {
        continue;
      }
      long held =
          index >= firstOfTerm
              ? -1
              : index >= writtenFrom
                  ? written.get((int) (index - writtenFrom)).term()
                  : log.term(index);
      if (held != committed.term(index)) {
        throw failure(
            "entry "
                + index
                + " of term "
                + committed.term(index)
                + " was committed in term "
                + cluster.learnedIn(index)
                + " at the latest, but "
                + member
                + ", which leads term "
                + term
                + ", has "
                + (held < 0 ? "none there" : "one of term " + held));
      }
    }
  }
}
