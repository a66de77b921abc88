package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.ReadMode;

/** Answers the leader, and passes on to it what is asked. */
final class Follower implements RoleRules {
  private final Member member;
  private final Families families;

  Follower(Member member, Families families) {
    this.member = member;
    this.families = families;
  }

  @Override
  public void step(Message message) {
    switch (message.type()) {
      case PROPOSE -> families.proposals().forward(message);
      case APPEND -> {
        member.follow(message.from());
        families.appends().append(message);
      }
      case HEARTBEAT -> {
        member.follow(message.from());
        families.heartbeats().heard(message);
      }
      case SNAPSHOT -> {
        member.follow(message.from());
        families.snapshotTaking().take(message);
      }
      case TRANSFER_LEADER -> families.forwarding().forwardOrDrop(message, "leader transfer msg");
      case FORGET_LEADER -> forgetLeader();
      case TIMEOUT_NOW -> timeOut(message);
      case READ_INDEX -> families.forwarding().forwardOrDrop(message, "index reading msg");
      case READ_INDEX_RESPONSE -> families.reads().answered(message);
      case HUP,
          BEAT,
          APPEND_RESPONSE,
          VOTE,
          VOTE_RESPONSE,
          HEARTBEAT_RESPONSE,
          UNREACHABLE,
          SNAPSHOT_STATUS,
          CHECK_QUORUM,
          PRE_VOTE,
          PRE_VOTE_RESPONSE,
          STORAGE_APPEND,
          STORAGE_APPEND_RESPONSE,
          STORAGE_APPLY,
          STORAGE_APPLY_RESPONSE -> {
        // They concern candidates and leaders: what comes now has come too late.
      }
    }
  }

  private void forgetLeader() {
    if (member.options().readMode() == ReadMode.LEASE_BASED) {
      // The leader answers reads in the belief that nobody who has heard from it votes yet.
      member.lines().error(() -> "ignoring MsgForgetLeader due to ReadOnlyLeaseBased");
    } else if (member.hasLead()) {
      member
          .lines()
          .info(
              () ->
                  Lines.text(
                      "%x forgetting leader %x at term %d",
                      member.id(), member.lead(), member.term()));
      member.forgetLead();
    }
  }

  private void timeOut(Message message) {
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "%x [term %d] received MsgTimeoutNow from %x and starts an election to get"
                        + " leadership.",
                    member.id(), member.term(), message.from()));
    families.elections().beginTransfer();
  }

  @Override
  public void tick() {
    families.elections().tick();
  }
}
