package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;

/** A follower's passing on, to the leader, of what only a leader can do. */
final class Forwarding {
  private final Member member;

  Forwarding(Member member) {
    this.member = member;
  }

  /**
   * Passes a message on, or says that nobody is known to lead. Whoever asked asks again.
   *
   * @param name what the line calls the message
   */
  void forwardOrDrop(Message message, String name) {
    if (member.hasLead()) {
      forward(message);
    } else {
      member
          .lines()
          .info(
              () ->
                  Lines.text(
                      "%x no leader at term %d; dropping %s", member.id(), member.term(), name));
    }
  }

  /**
   * Passes a message on. Proposals and reads are of no term: they concern whoever leads when they
   * arrive.
   */
  void forward(Message message) {
    long from = message.from() == Message.NONE ? member.id() : message.from();
    long term = message.type() == MessageType.TRANSFER_LEADER ? member.term() : 0;
    member.outbox().add(message.toBuilder().to(member.lead()).from(from).term(term).build());
  }
}
