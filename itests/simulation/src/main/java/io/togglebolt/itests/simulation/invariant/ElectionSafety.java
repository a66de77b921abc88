package io.togglebolt.itests.simulation.invariant;

import io.togglebolt.itests.simulation.member.MemberView;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;

/** At most one leader is elected in a term (Raft, figure 3), over all time. */
final class ElectionSafety implements Check {
  private final ClusterTrace cluster;

  ElectionSafety(ClusterTrace cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "election safety";
  }

  @Override
  public void sent(MemberTrace member, MemberView view, Message message) {
    MessageType type = message.type();
    if (type == MessageType.APPEND
        || type == MessageType.HEARTBEAT
        || type == MessageType.SNAPSHOT) {
      leads(member, message.term());
    }
  }

  @Override
  public void stepped(MemberTrace member, MemberView view) {
    if (member.leads() > 0) {
      leads(member, member.leads());
    }
  }

  private void leads(MemberTrace member, long term) {
    Long known = cluster.leaders().putIfAbsent(term, member.id());
    if (known != null && known != member.id()) {
      throw failure("members " + known + " and " + member.id() + " both led term " + term);
    }
  }
}
