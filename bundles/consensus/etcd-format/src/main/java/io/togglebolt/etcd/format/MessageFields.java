package io.togglebolt.etcd.format;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message while it is read, in whatever order they come. Message's own builder
 * wants the type first.
 */
final class MessageFields {
  private static final byte[] NO_CONTEXT = {};

  MessageType type = MessageType.HUP;
  long to;
  long from;
  long term;
  long logTerm;
  long index;
  long commit;
  @Nullable Snapshot snapshot;
  boolean reject;
  long rejectHint;
  byte[] context = NO_CONTEXT;
  long vote;
  private @Nullable List<Entry> entries;
  private @Nullable List<Message> responses;

  void add(Entry entry) {
    List<Entry> list = entries;
    if (list == null) {
      list = new ArrayList<>();
      entries = list;
    }
    list.add(entry);
  }

  void add(Message response) {
    List<Message> list = responses;
    if (list == null) {
      list = new ArrayList<>();
      responses = list;
    }
    list.add(response);
  }

  Message message() {
    List<Entry> messageEntries = entries;
    List<Message> messageResponses = responses;
    return new Message(
        type,
        to,
        from,
        term,
        logTerm,
        index,
        messageEntries == null ? List.of() : messageEntries,
        commit,
        vote,
        snapshot,
        reject,
        rejectHint,
        context,
        messageResponses == null ? List.of() : messageResponses);
  }
}
