package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.Snapshot;
import java.util.List;

/**
 * Up to where terms and indexes go. Both only grow, and a term that overflowed would be lower than
 * all that were before: members would vote twice in those. So what comes from outside is refused
 * long before any sum of it can overflow.
 */
public final class Numbers {
  /** The highest term and the highest index: no cluster lives to see it. */
  public static final long MOST = 1L << 62;

  private Numbers() {}

  /**
   * Looks at a message's numbers.
   *
   * @throws RaftMisuseException when one is out of range, or when a proposal is of a term, which it
   *     would end although it may go nowhere
   */
  public static void requireInRange(Message message) {
    if (message.type() == MessageType.PROPOSE && message.term() != 0) {
      throw misuse(message, "is of term " + message.term(), "a proposal of no term");
    }
    require(message, "term", message.term());
    require(message, "logTerm", message.logTerm());
    require(message, "index", message.index());
    require(message, "commit", message.commit());
    require(message, "rejectHint", message.rejectHint());
    Snapshot snapshot = message.snapshot();
    if (snapshot != null) {
      require(message, "snapshot index", snapshot.metadata().index());
      require(message, "snapshot term", snapshot.metadata().term());
    }
    List<Entry> entries = message.entries();
    for (int i = 0; i < entries.size(); i++) {
      require(message, "entry index", entries.get(i).index());
      require(message, "entry term", entries.get(i).term());
    }
  }

  private static void require(Message message, String what, long number) {
    if (isOut(number)) {
      throw misuse(message, "has the " + what + " " + number, "0 to " + MOST);
    }
  }

  private static RaftMisuseException misuse(Message message, String found, String expected) {
    return new RaftMisuseException(
        message.type()
            + " of "
            + Long.toHexString(message.from())
            + " "
            + found
            + "; expected "
            + expected);
  }

  /** Looks at what a member would go on from. */
  static void requireStored(String what, long number) {
    if (isOut(number)) {
      throw new RaftInvariantException(
          what + " " + number + " is out of range; expected 0 to " + MOST);
    }
  }

  private static boolean isOut(long number) {
    return number < 0 || number > MOST;
  }
}
