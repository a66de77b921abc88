package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;

/** Asks for votes, or whether it would get them; gives up when it hears from a leader. */
final class Candidate implements RoleRules {
  private final Member member;
  private final Families families;

  Candidate(Member member, Families families) {
    this.member = member;
    this.families = families;
  }

  @Override
  public void step(Message message) {
    switch (message.type()) {
      case PROPOSE -> families.proposals().dropWithoutLeader();
      case APPEND -> {
        member.becomeFollower(message.term(), message.from());
        families.appends().append(message);
      }
      case HEARTBEAT -> {
        member.becomeFollower(message.term(), message.from());
        families.heartbeats().heard(message);
      }
      case SNAPSHOT -> {
        member.becomeFollower(message.term(), message.from());
        families.snapshotTaking().take(message);
      }
      case VOTE_RESPONSE, PRE_VOTE_RESPONSE -> families.elections().voted(message);
      case TIMEOUT_NOW ->
          member
              .lines()
              .debug(
                  () ->
                      Lines.text(
                          "%x [term %d state %s] ignored MsgTimeoutNow from %x",
                          member.id(), member.term(), member.role(), message.from()));
      case HUP,
          BEAT,
          APPEND_RESPONSE,
          VOTE,
          HEARTBEAT_RESPONSE,
          UNREACHABLE,
          SNAPSHOT_STATUS,
          CHECK_QUORUM,
          TRANSFER_LEADER,
          READ_INDEX,
          READ_INDEX_RESPONSE,
          PRE_VOTE,
          STORAGE_APPEND,
          STORAGE_APPEND_RESPONSE,
          STORAGE_APPLY,
          STORAGE_APPLY_RESPONSE,
          FORGET_LEADER -> {
        // They concern followers and leaders; nobody leads here.
      }
    }
  }

  @Override
  public void tick() {
    families.elections().tick();
  }
}
