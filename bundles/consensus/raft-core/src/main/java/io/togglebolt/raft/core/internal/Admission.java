package io.togglebolt.raft.core.internal;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.LocalMessageException;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProposalTooLargeException;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.UnknownPeerException;
import io.togglebolt.raft.core.internal.state.Member;
import java.util.List;

/** Refuses messages that the state machine must not be given, before anything has changed. */
final class Admission {
  private final RaftOptions options;
  private final Member member;

  Admission(RaftOptions options, Member member) {
    this.options = options;
    this.member = member;
  }

  /** Refuses what no other member would have sent here. */
  void requireFromPeer(Message message) {
    MessageType type = message.type();
    long from = message.from();
    if (type.isLocal()) {
      throw onlyItself(message);
    }
    if (message.to() != options.id()) {
      throw misuse(message, "is for " + hex(message.to()), "one for " + hex(options.id()));
    }
    if (Message.isThread(from) || from == Message.NONE) {
      throw misuse(message, "came over the network", "the id of a member as its sender");
    }
    if (from == options.id() && !namesWhoAsked(type)) {
      throw misuse(message, "came over the network to the same", "another sender");
    }
    if (message.term() == 0 && !namesWhoAsked(type) && type != MessageType.FORGET_LEADER) {
      throw ofNoTerm(message);
    }
    if (type == MessageType.APPEND) {
      requireSuccessive(message);
    }
  }

  /**
   * Whether a message is passed on, and its sender is not who sent it last. It concerns whoever
   * leads, in whatever term, and may come back to who asked when that one leads by then.
   */
  private static boolean namesWhoAsked(MessageType type) {
    return type == MessageType.PROPOSE
        || type == MessageType.READ_INDEX
        || type == MessageType.TRANSFER_LEADER;
  }

  /** What had a gap in it would stop whoever appends it. */
  private static void requireSuccessive(Message message) {
    List<Entry> entries = message.entries();
    for (int i = 0; i < entries.size(); i++) {
      long expected = message.index() + 1 + i;
      long index = entries.get(i).index();
      if (index != expected) {
        throw misuse(message, "has an entry of index " + index, "index " + expected);
      }
    }
  }

  /** Refuses what lacks something, or what nobody may say who says it. */
  void requireSteppable(Message message) {
    MessageType type = message.type();
    long from = message.from();
    if (type == MessageType.PROPOSE) {
      requireFittingProposals(message);
    } else if (message.term() == 0 && isOfATerm(type)) {
      throw ofNoTerm(message);
    } else if (type.isLocal() && !Message.isThread(from)) {
      throw onlyItself(message);
    } else if (type.isResponse()
        && !Message.isThread(from)
        && member.tracker().progress(from) == null) {
      throw new UnknownPeerException(
          type + " came from " + hex(from) + ", which is not in " + member.tracker().config());
    }
  }

  /** Whether what a message says holds in its term only; without one it would in any. */
  private static boolean isOfATerm(MessageType type) {
    return type == MessageType.APPEND
        || type == MessageType.HEARTBEAT
        || type == MessageType.SNAPSHOT
        || type == MessageType.VOTE
        || type == MessageType.PRE_VOTE;
  }

  private void requireFittingProposals(Message message) {
    List<Entry> entries = message.entries();
    if (entries.isEmpty()) {
      throw new RaftMisuseException(
          "a proposal of " + hex(message.from()) + " holds nothing; expected entries");
    }
    for (int i = 0; i < entries.size(); i++) {
      int bytes = entries.get(i).data().length;
      if (bytes > options.maxProposalBytes()) {
        throw new ProposalTooLargeException(
            "a proposal has "
                + bytes
                + " bytes; expected at most "
                + options.maxProposalBytes()
                + " (raft option maxProposalBytes)");
      }
    }
  }

  private static LocalMessageException onlyItself(Message message) {
    return new LocalMessageException(
        message.type()
            + " came from "
            + hex(message.from())
            + "; only a member itself may say that");
  }

  private static RaftMisuseException ofNoTerm(Message message) {
    return misuse(message, "is of no term", "one");
  }

  private static RaftMisuseException misuse(Message message, String found, String expected) {
    return new RaftMisuseException(
        message.type() + " of " + hex(message.from()) + " " + found + "; expected " + expected);
  }

  private static String hex(long id) {
    return Long.toHexString(id);
  }
}
