package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftInvariantException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a member wants to tell. Votes and acknowledgements speak of what the member must not forget,
 * so they wait, also those to itself, until all that it has to remember by then is durable (thesis
 * 3.8); refusals wait as well, because they too may rest on it, and are rare.
 */
public final class Outbox {
  /** What a list takes that was made without a size. */
  private static final int FEW = 10;

  private static final byte[] NO_CONTEXT = {};

  private final long self;
  private final boolean answersWait;
  private List<Message> atOnce = new ArrayList<>();
  private List<Message> whenDurable = new ArrayList<>();

  Outbox(long self, boolean answersWait) {
    this.self = self;
    this.answersWait = answersWait;
  }

  void add(Message message) {
    switch (message.type()) {
      case APPEND_RESPONSE, VOTE_RESPONSE, PRE_VOTE_RESPONSE -> answer(message);
      case HUP,
          BEAT,
          PROPOSE,
          APPEND,
          VOTE,
          SNAPSHOT,
          HEARTBEAT,
          HEARTBEAT_RESPONSE,
          UNREACHABLE,
          SNAPSHOT_STATUS,
          CHECK_QUORUM,
          TRANSFER_LEADER,
          TIMEOUT_NOW,
          READ_INDEX,
          READ_INDEX_RESPONSE,
          PRE_VOTE,
          STORAGE_APPEND,
          STORAGE_APPEND_RESPONSE,
          STORAGE_APPLY,
          STORAGE_APPLY_RESPONSE,
          FORGET_LEADER ->
          send(message);
    }
  }

  /**
   * Adds an append. This and its answer are most of what is ever said, so they are made in one
   * step: the compiler does not see through a builder that other methods are given.
   */
  void addAppend(long term, long to, long index, long logTerm, List<Entry> entries, long commit) {
    send(message(MessageType.APPEND, term, to, index, logTerm, entries, commit));
  }

  /** Adds the answer of who has taken an append. */
  void addAppended(long term, long to, long index) {
    answer(message(MessageType.APPEND_RESPONSE, term, to, index, 0, List.of(), 0));
  }

  private Message message(
      MessageType type,
      long term,
      long to,
      long index,
      long logTerm,
      List<Entry> entries,
      long commit) {
    return new Message(
        type,
        to,
        self,
        term,
        logTerm,
        index,
        entries,
        commit,
        Message.NONE,
        null,
        false,
        0,
        NO_CONTEXT,
        List.of());
  }

  private void answer(Message message) {
    if (answersWait || message.to() == self) {
      whenDurable.add(message);
    } else {
      atOnce.add(message);
    }
  }

  private void send(Message message) {
    if (message.to() == self) {
      throw new RaftInvariantException(
          "message should not be self-addressed when sending " + message.type());
    }
    atOnce.add(message);
  }

  /** Whether it holds nothing. */
  public boolean isEmpty() {
    return atOnce.isEmpty() && whenDurable.isEmpty();
  }

  /** Takes out what may leave before anything is durable; the list is the caller's from now on. */
  public List<Message> takeAtOnce() {
    List<Message> taken = atOnce;
    atOnce = successor(taken);
    return taken;
  }

  /** Takes out what waits until everything is durable; the list is the caller's from now on. */
  public List<Message> takeWhenDurable() {
    List<Message> taken = whenDurable;
    whenDurable = successor(taken);
    return taken;
  }

  /** A busy member has about as much to tell the next time: its list need not grow step by step. */
  private static List<Message> successor(List<Message> taken) {
    return taken.size() < FEW ? new ArrayList<>() : new ArrayList<>(taken.size());
  }
}
