package io.togglebolt.itests.simulation.member;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;

/** Puts into words what the event log shows. */
public final class Words {
  private static final int MOST_ENTRIES = 4;

  private Words() {}

  /** A message in one line. */
  public static String of(Message message) {
    StringBuilder line = new StringBuilder(80);
    line.append(message.type())
        .append(' ')
        .append(name(message.from()))
        .append("->")
        .append(name(message.to()))
        .append(" term=")
        .append(message.term());
    if (message.index() != 0 || message.logTerm() != 0) {
      line.append(" at=").append(message.logTerm()).append('/').append(message.index());
    }
    if (message.commit() != 0) {
      line.append(" commit=").append(message.commit());
    }
    if (message.vote() != 0) {
      line.append(" vote=").append(message.vote());
    }
    if (message.reject()) {
      line.append(" rejected, hint=").append(message.rejectHint());
    }
    if (message.snapshot() != null) {
      line.append(" snapshot=")
          .append(message.snapshot().metadata().term())
          .append('/')
          .append(message.snapshot().metadata().index());
    }
    int shown = 0;
    for (Entry entry : message.entries()) {
      if (shown++ == MOST_ENTRIES) {
        line.append(" and ").append(message.entries().size() - MOST_ENTRIES).append(" more");
        break;
      }
      line.append(' ').append(of(entry));
    }
    return line.toString();
  }

  /** An entry's term, index and kind. */
  static String of(Entry entry) {
    String place = entry.term() + "/" + entry.index();
    return switch (entry.type()) {
      case NORMAL -> entry.data().length == 0 ? place + "(empty)" : place;
      case CONF_CHANGE, CONF_CHANGE_V2 -> place + "(members)";
    };
  }

  private static String name(long id) {
    if (id == Message.APPEND_THREAD) {
      return "append";
    }
    return id == Message.APPLY_THREAD ? "apply" : Long.toString(id);
  }
}
