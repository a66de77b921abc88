package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import java.util.List;

/**
 * A leader never overwrites or deletes entries in its log; it only appends (Raft, figure 3). What
 * it took as a follower may still be written when it leads already, but nothing goes in the place
 * of its own entries.
 */
final class LeaderAppendOnly implements Check {
  @Override
  public String name() {
    return "leader append-only";
  }

  @Override
  public void saving(MemberTrace member, HardState state, List<Entry> entries) {
    long term = member.leads();
    if (term == 0 || entries.isEmpty()) {
      return;
    }
    Entry first = entries.getFirst();
    LogTrace log = member.log();
    boolean own = first.term() == term || log.lastTerm() == term;
    if (own && first.index() <= log.last()) {
      throw failure(
          member
              + ", which leads term "
              + term
              + ", writes entry "
              + first.index()
              + " over a log that ends at "
              + log.last());
    }
  }
}
