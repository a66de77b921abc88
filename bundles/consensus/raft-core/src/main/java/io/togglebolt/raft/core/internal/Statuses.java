package io.togglebolt.raft.core.internal;

import io.togglebolt.raft.HardState;
import io.togglebolt.raft.PeerProgress;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.core.internal.state.Member;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A member's state as a value of the API. */
final class Statuses {
  private Statuses() {}

  static RaftStatus of(Member member) {
    SortedMap<Long, PeerProgress> peers = new TreeMap<>(Long::compareUnsigned);
    if (member.role() == RaftRole.LEADER) {
      member.tracker().visit((id, progress) -> peers.put(id, progress.status()));
    }
    return new RaftStatus(
        member.id(),
        new HardState(member.term(), member.vote(), member.log().committed()),
        member.softState(),
        member.log().applied(),
        member.transferee(),
        member.tracker().confState(),
        Collections.unmodifiableSortedMap(peers));
  }
}
