package io.togglebolt.raft.core.internal.log;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftLogger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Finds up to where a log and another member's are the same. By the log matching property (Raft
 * paper, 5.3) they are wherever both have an entry of one term at one index, and before that.
 */
final class LogMatching {
  private final LogReader reader;
  private final RaftLogger logger;

  LogMatching(LogReader reader, RaftLogger logger) {
    this.reader = reader;
    this.logger = logger;
  }

  /** Whether an entry is here. */
  boolean holds(EntryId id) {
    return matches(id.index(), id.term());
  }

  private boolean matches(long index, long term) {
    long ours = reader.termOrUnknown(index);
    return ours == term && ours != Unstable.UNKNOWN;
  }

  /** See {@link RaftLog#findConflict}. */
  long findConflict(List<Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (!matches(entry.index(), entry.term())) {
        if (logger.isLoggable(Level.INFO) && entry.index() <= reader.lastIndex()) {
          logger.log(
              Level.INFO,
              "found conflict at index %d [existing term: %d, conflicting term: %d]"
                  .formatted(
                      entry.index(),
                      Math.max(0, reader.termOrUnknown(entry.index())),
                      entry.term()));
        }
        return entry.index();
      }
    }
    return 0;
  }

  /** See {@link RaftLog#findConflictByTerm}. */
  EntryId findConflictByTerm(long index, long term) {
    for (long guess = index; guess > 0; guess--) {
      long ours = reader.termOrUnknown(guess);
      if (ours == Unstable.UNKNOWN || ours <= term) {
        return new EntryId(Math.max(0, ours), guess);
      }
    }
    return EntryId.NONE;
  }

  /**
   * Requires that entries follow each other.
   *
   * @throws RaftInvariantException when they do not
   */
  static void requireSuccessive(long first, List<Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      long index = entries.get(i).index();
      if (index != first + i) {
        throw new RaftInvariantException(
            "entry %d of %d to append has index %d; expected %d"
                .formatted(i + 1, entries.size(), index, first + i));
      }
    }
  }
}
