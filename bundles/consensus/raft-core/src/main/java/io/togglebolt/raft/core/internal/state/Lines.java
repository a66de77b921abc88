package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.RaftLogger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Supplier;

/** What a member says of itself, in etcd's words; put into words only where somebody listens. */
final class Lines {
  private final RaftLogger logger;

  Lines(RaftLogger logger) {
    this.logger = logger;
  }

  void debug(Supplier<String> line) {
    say(Level.DEBUG, line);
  }

  void info(Supplier<String> line) {
    say(Level.INFO, line);
  }

  void warning(Supplier<String> line) {
    say(Level.WARNING, line);
  }

  void error(Supplier<String> line) {
    say(Level.ERROR, line);
  }

  private void say(Level level, Supplier<String> line) {
    if (logger.isLoggable(level)) {
      logger.log(level, line.get());
    }
  }

  /**
   * A line with ids as {@code %x} and other numbers as {@code %d}, the same wherever it is read.
   */
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** An id as etcd's lines have it. */
  static String hex(long id) {
    return Long.toHexString(id);
  }

  /** A change as Go prints its struct, whose fields are in another order than on the wire. */
  static String of(ConfChange change) {
    return "{"
        + change.type()
        + ' '
        + Long.toUnsignedString(change.nodeId())
        + ' '
        + of(change.context())
        + ' '
        + Long.toUnsignedString(change.id())
        + '}';
  }

  /** A change as Go prints its struct. */
  static String of(ConfChangeV2 change) {
    StringJoiner changes = new StringJoiner(" ", "[", "]");
    for (ConfChangeSingle single : change.changes()) {
      changes.add("{" + single.type() + ' ' + Long.toUnsignedString(single.nodeId()) + '}');
    }
    return "{" + change.transition() + ' ' + changes + ' ' + of(change.context()) + '}';
  }

  /** A cluster as Go prints its struct. */
  static String of(ConfState cluster) {
    return "{"
        + of(cluster.voters())
        + ' '
        + of(cluster.learners())
        + ' '
        + of(cluster.votersOutgoing())
        + ' '
        + of(cluster.learnersNext())
        + ' '
        + cluster.autoLeave()
        + '}';
  }

  private static String of(List<Long> ids) {
    StringJoiner joined = new StringJoiner(" ", "[", "]");
    for (long id : ids) {
      joined.add(Long.toUnsignedString(id));
    }
    return joined.toString();
  }

  private static String of(byte[] bytes) {
    StringJoiner joined = new StringJoiner(" ", "[", "]");
    for (byte each : bytes) {
      joined.add(Integer.toString(each & 0xff));
    }
    return joined.toString();
  }
}
