package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import java.util.List;

/**
 * On a running member the term and what is known to be committed never go back, a vote is given
 * once in a term, and what is committed is not written over.
 */
final class Monotony implements Check {
  @Override
  public String name() {
    return "monotony";
  }

  @Override
  public void saving(MemberTrace member, HardState state, List<Entry> entries) {
    HardState before = member.state();
    if (!state.isEmpty()) {
      if (state.term() < before.term()) {
        throw failure(member + " went from " + before + " back to " + state);
      }
      if (state.term() == before.term()
          && before.vote() != Message.NONE
          && state.vote() != before.vote()) {
        throw failure(member + " changed its vote from " + before + " to " + state);
      }
      if (state.commit() < before.commit()) {
        throw failure(member + " knows less to be committed: " + before + ", then " + state);
      }
    }
    if (!entries.isEmpty() && entries.getFirst().index() <= before.commit()) {
      throw failure(
          member
              + " writes from "
              + entries.getFirst().index()
              + " on, although it is committed up to "
              + before.commit());
    }
  }

  @Override
  public void saved(MemberTrace member, MemberView view, HardState state, List<Entry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    Entry last = entries.getLast();
    if (view.lastIndex() != last.index() || view.term(last.index()) != last.term()) {
      throw failure(
          member
              + " wrote up to entry "
              + last.index()
              + " of term "
              + last.term()
              + ", but its log ends with "
              + view.lastIndex()
              + " of term "
              + view.term(view.lastIndex()));
    }
  }
}
