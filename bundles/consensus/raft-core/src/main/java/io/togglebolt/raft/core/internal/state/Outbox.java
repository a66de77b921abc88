package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Message;
import io.togglebolt.raft.RaftInvariantException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a member wants to tell. Votes and acknowledgements speak of what the member must not forget,
 * so they wait, also those to itself, until all that it has to remember by then is durable (thesis
 * 3.8); refusals wait as well, because they too may rest on it, and are rare.
 */
public final class Outbox {
  private final long self;
  private final boolean answersWait;
  private final List<Message> atOnce = new ArrayList<>();
  private final List<Message> whenDurable = new ArrayList<>();

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

  /** What may leave before anything is durable; the outbox's own list. */
  public List<Message> atOnce() {
    return atOnce;
  }

  /** What waits until everything is durable; the outbox's own list. */
  public List<Message> whenDurable() {
    return whenDurable;
  }

  /** All of it was taken. */
  public void clear() {
    atOnce.clear();
    whenDurable.clear();
  }
}
