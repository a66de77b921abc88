package io.togglebolt.raft.core.internal.log;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** What the tests of the log put into it. */
final class Entries {
  /** What an entry of {@link #of} takes when encoded: type, term, index and no data. */
  static final long SIZE = 6;

  private Entries() {}

  /** Entries with these terms, the first of which has the index. */
  static List<Entry> of(long first, long... terms) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < terms.length; i++) {
      entries.add(Entry.of(terms[i], first + i, new byte[0]));
    }
    return entries;
  }

  static Snapshot snapshot(long index, long term) {
    return new Snapshot(new SnapshotMetadata(ConfState.ofVoters(1L), index, term), new byte[0]);
  }

  static EntryId id(long index, long term) {
    return new EntryId(term, index);
  }

  static List<Long> terms(List<Entry> entries) {
    return entries.stream().map(Entry::term).toList();
  }

  static List<Long> indexes(List<Entry> entries) {
    return entries.stream().map(Entry::index).toList();
  }

  /** A stable log that holds entries with these terms behind a snapshot. */
  static StableLog stable(long snapshotIndex, long snapshotTerm, long... terms) {
    StableLog log = new StableLog();
    if (snapshotIndex > 0) {
      log.applySnapshot(snapshot(snapshotIndex, snapshotTerm));
    }
    log.append(of(snapshotIndex + 1, terms));
    return log;
  }

  /** Keeps the lines, each behind its level. */
  static final class Lines implements RaftLogger {
    private final List<String> lines = new ArrayList<>();

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, String line) {
      lines.add(level + " " + line);
    }

    /** What was said since the last call. */
    List<String> take() {
      List<String> taken = List.copyOf(lines);
      lines.clear();
      return taken;
    }
  }
}
