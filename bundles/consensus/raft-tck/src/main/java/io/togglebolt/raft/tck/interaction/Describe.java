package io.togglebolt.raft.tck.interaction;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.etcd.format.MalformedMessageException;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SoftState;
import io.togglebolt.raft.tck.ConfChangeText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values of Raft in the words of etcd's transcripts. */
final class Describe {
  private Describe() {}

  /** All that a member wants done; lines, each with its line feed, unless it is nothing. */
  static String ready(Ready ready) {
    StringBuilder text = new StringBuilder();
    SoftState soft = ready.softState();
    if (soft != null) {
      text.append("Lead:").append(id(soft.lead())).append(" State:").append(soft.role());
      text.append('\n');
    }
    if (!ready.hardState().isEmpty()) {
      text.append("HardState ").append(hardState(ready.hardState())).append('\n');
    }
    if (!ready.readStates().isEmpty()) {
      text.append("ReadStates ").append(readStates(ready.readStates())).append('\n');
    }
    if (!ready.entries().isEmpty()) {
      text.append("Entries:\n").append(entries(ready.entries()));
    }
    Snapshot snapshot = ready.snapshot();
    if (holds(snapshot)) {
      text.append("Snapshot ").append(snapshot(snapshot)).append('\n');
    }
    if (!ready.committedEntries().isEmpty()) {
      text.append("CommittedEntries:\n").append(entries(ready.committedEntries()));
    }
    if (!ready.messages().isEmpty()) {
      text.append("Messages:\n");
      ready.messages().forEach(message -> text.append(message(message)).append('\n'));
    }
    return text.isEmpty() ? "<empty Ready>" : "Ready MustSync=" + ready.mustSync() + ":\n" + text;
  }

  /** What is remembered across a crash. */
  static String hardState(HardState state) {
    String vote = state.vote() == 0 ? "" : " Vote:" + id(state.vote());
    return "Term:" + state.term() + vote + " Commit:" + state.commit();
  }

  /** Answers to reads, the context byte by byte. */
  static String readStates(List<ReadState> states) {
    return states.stream()
        .map(state -> "{" + state.index() + " " + bytes(state.context()) + "}")
        .collect(Collectors.joining(" ", "[", "]"));
  }

  private static String bytes(byte[] bytes) {
    StringBuilder text = new StringBuilder("[");
    for (byte each : bytes) {
      text.append(text.length() == 1 ? "" : " ").append(each & 0xff);
    }
    return text.append(']').toString();
  }

  /** A snapshot, without its data. */
  static String snapshot(Snapshot snapshot) {
    return "Index:"
        + snapshot.metadata().index()
        + " Term:"
        + snapshot.metadata().term()
        + " ConfState:"
        + confState(snapshot.metadata().confState());
  }

  /** Whether a snapshot stands for anything. */
  static boolean holds(@Nullable Snapshot snapshot) {
    return snapshot != null && snapshot.metadata().index() != 0;
  }

  /** Who belongs to a cluster. */
  static String confState(ConfState state) {
    return "Voters:"
        + ids(state.voters())
        + " VotersOutgoing:"
        + ids(state.votersOutgoing())
        + " Learners:"
        + ids(state.learners())
        + " LearnersNext:"
        + ids(state.learnersNext())
        + " AutoLeave:"
        + state.autoLeave();
  }

  private static String ids(List<Long> ids) {
    return ids.stream().map(Describe::id).collect(Collectors.joining(" ", "[", "]"));
  }

  private static String id(long id) {
    return Long.toUnsignedString(id);
  }

  /** A message, with what it carries; no line feed at its end. */
  static String message(Message message) {
    return message("", message);
  }

  private static String message(String indent, Message message) {
    StringBuilder text = new StringBuilder(indent);
    text.append(target(message.from())).append("->").append(target(message.to())).append(' ');
    text.append(message.type()).append(" Term:").append(message.term());
    text.append(" Log:").append(message.logTerm()).append('/').append(message.index());
    if (message.reject()) {
      text.append(" Rejected (Hint: ").append(message.rejectHint()).append(')');
    }
    if (message.commit() != 0) {
      text.append(" Commit:").append(message.commit());
    }
    if (message.vote() != 0) {
      text.append(" Vote:").append(id(message.vote()));
    }
    appendEntries(text, indent, message.entries());
    Snapshot snapshot = message.snapshot();
    if (holds(snapshot)) {
      text.append('\n').append(indent).append("  Snapshot: ").append(snapshot(snapshot));
    }
    if (!message.responses().isEmpty()) {
      text.append(" Responses:[");
      for (Message response : message.responses()) {
        text.append('\n').append(message(indent + "  ", response));
      }
      text.append('\n').append(indent).append(']');
    }
    return text.toString();
  }

  /** One entry stands in the line; several have a line each. */
  private static void appendEntries(StringBuilder text, String indent, List<Entry> entries) {
    if (entries.size() == 1) {
      text.append(" Entries:[").append(entry(entries.getFirst())).append(']');
    } else if (!entries.isEmpty()) {
      text.append(" Entries:[");
      for (Entry entry : entries) {
        text.append('\n').append(indent).append("  ").append(entry(entry));
      }
      text.append('\n').append(indent).append(']');
    }
  }

  private static String target(long id) {
    if (id == Message.NONE) {
      return "None";
    }
    if (id == Message.APPEND_THREAD) {
      return "AppendThread";
    }
    return id == Message.APPLY_THREAD ? "ApplyThread" : Long.toHexString(id);
  }

  /** Entries, a line each, with their line feeds. */
  static String entries(List<Entry> entries) {
    return entries.stream().map(entry -> entry(entry) + "\n").collect(Collectors.joining());
  }

  /** An entry, its data in quotation marks or as the change that it holds. */
  static String entry(Entry entry) {
    String data = data(entry);
    return entry.term()
        + "/"
        + entry.index()
        + " "
        + name(entry.type())
        + (data.isEmpty() ? "" : " " + data);
  }

  private static String name(EntryType type) {
    return switch (type) {
      case NORMAL -> "EntryNormal";
      case CONF_CHANGE -> "EntryConfChange";
      case CONF_CHANGE_V2 -> "EntryConfChangeV2";
    };
  }

  private static String data(Entry entry) {
    try {
      return switch (entry.type()) {
        case NORMAL -> Quote.quote(entry.data());
        case CONF_CHANGE ->
            ConfChangeText.format(ConfChangeCodec.decode(entry.data()).asV2().changes());
        case CONF_CHANGE_V2 ->
            ConfChangeText.format(ConfChangeV2Codec.decode(entry.data()).changes());
      };
    } catch (MalformedMessageException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
