package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import java.util.HashMap;
import java.util.Map;

/**
 * A read waits for all that was committed when it was asked for (Ongaro's thesis, 6.4). Whoever has
 * made sure that he leads leads in the highest term, and so knows of all that was committed before.
 */
final class ReadSafety implements Check {
  private final ClusterTrace cluster;
  private final Map<Question, Long> committed = new HashMap<>();

  private record Question(long member, int incarnation, long number) {}

  ReadSafety(ClusterTrace cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "read safety";
  }

  @Override
  public void asked(MemberTrace member, MemberView view, long question) {
    committed.put(new Question(member.id(), view.incarnation(), question), cluster.commit());
  }

  @Override
  public void answered(MemberTrace member, MemberView view, long question, long index) {
    Long needed = committed.remove(new Question(member.id(), view.incarnation(), question));
    if (needed != null && index < needed) {
      throw failure(
          member
              + " reads at "
              + index
              + ", but leaders had committed up to "
              + needed
              + " when it was asked");
    }
  }
}
