package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.core.internal.tracker.Progress;

/**
 * Handing over the leadership (thesis 3.10): the leader takes no more proposals, lets the other one
 * catch up, and tells it to stand for election at once.
 */
final class Transfers {
  private final Member member;
  private final Replication replication;

  Transfers(Member member, Replication replication) {
    this.member = member;
    this.replication = replication;
  }

  /** A leader is to hand over to the message's sender. */
  void asked(Message request, Progress progress) {
    long peer = request.from();
    if (progress.isLearner()) {
      member
          .lines()
          .debug(() -> Lines.text("%x is learner. Ignored transferring leadership", member.id()));
      return;
    }
    if (!abandonEarlier(peer)) {
      return;
    }
    if (peer == member.id()) {
      member
          .lines()
          .debug(
              () ->
                  Lines.text(
                      "%x is already leader. Ignored transferring leadership to self",
                      member.id()));
      return;
    }
    begin(peer, progress);
  }

  /** Gives up handing over to another one; false when the peer is already being handed over to. */
  private boolean abandonEarlier(long peer) {
    if (!member.isTransferring()) {
      return true;
    }
    long earlier = member.transferee();
    if (earlier == peer) {
      member
          .lines()
          .info(
              () ->
                  Lines.text(
                      "%x [term %d] transfer leadership to %x is in progress, ignores request to"
                          + " same node %x",
                      member.id(), member.term(), peer, peer));
      return false;
    }
    member.abortTransfer();
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "%x [term %d] abort previous transferring leadership to %x",
                    member.id(), member.term(), earlier));
    return true;
  }

  private void begin(long peer, Progress progress) {
    member
        .lines()
        .info(
            () ->
                Lines.text(
                    "%x [term %d] starts to transfer leadership to %x",
                    member.id(), member.term(), peer));
    // It must be done within an election timeout; after that the leader takes proposals again.
    member.clock().restart();
    member.transferTo(peer);
    if (progress.match() == member.log().lastIndex()) {
      tell(peer);
      member
          .lines()
          .info(
              () ->
                  Lines.text(
                      "%x sends MsgTimeoutNow to %x immediately as %x already has up-to-date log",
                      member.id(), peer, peer));
    } else {
      replication.send(peer, progress);
    }
  }

  /** A peer has more of the log than before. */
  void caughtUp(long peer, Progress progress) {
    if (peer == member.transferee() && progress.match() == member.log().lastIndex()) {
      member
          .lines()
          .info(
              () ->
                  Lines.text(
                      "%x sent MsgTimeoutNow to %x after received MsgAppResp", member.id(), peer));
      tell(peer);
    }
  }

  private void tell(long peer) {
    member.send(Message.of(MessageType.TIMEOUT_NOW).to(peer));
  }
}
