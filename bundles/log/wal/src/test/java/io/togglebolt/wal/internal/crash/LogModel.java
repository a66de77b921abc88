package io.togglebolt.wal.internal.crash;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.WalRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What a log is to hold: all records that it was ever given, in order. After a crash it holds some
 * number of the first ones: all that had to be durable, and perhaps more.
 */
final class LogModel {
  private final List<WalRecord> records = new ArrayList<>();
  private int durable;
  private HardState state = HardState.EMPTY;
  private long lastIndex;
  private long lastTerm;
  private long safeIndex;
  private long releasedIndex;
  private int firstMark;

  /** A log that has just been made. */
  LogModel() {
    add(new WalRecord.Snapshot(SnapshotMark.BEGINNING));
    durable = 1;
  }

  /** The first so many records of a log, all of which are durable. */
  LogModel(LogModel whole, int count) {
    whole.records.subList(0, count).forEach(this::add);
    durable = count;
    releasedIndex = whole.releasedIndex;
  }

  /** The same without what came after the first so many records, none of which was durable. */
  LogModel without(int count) {
    LogModel shorter = new LogModel(this, count);
    shorter.durable = durable;
    return shorter;
  }

  /** What a log that is opened now gives back, if all that it was given is there. */
  record Replay(List<Entry> entries, HardState state) {}

  private void add(WalRecord record) {
    switch (record) {
      case WalRecord.LogEntry(Entry entry) -> {
        lastIndex = entry.index();
        lastTerm = entry.term();
      }
      case WalRecord.State(HardState next) -> {
        if (next.equals(state)) {
          return;
        }
        state = next;
        safeIndex = Math.max(safeIndex, next.commit());
      }
      case WalRecord.Snapshot(SnapshotMark mark) -> {
        if (mark.index() > lastIndex) {
          // Before it there is a gap: whoever opens the log must do so here, or later.
          firstMark = records.size();
          lastIndex = mark.index();
          lastTerm = mark.term();
        }
        safeIndex = Math.max(safeIndex, mark.index());
      }
      case WalRecord.Metadata owner -> throw new AssertionError(owner);
      case WalRecord.Crc sum -> throw new AssertionError(sum);
    }
    records.add(record);
  }

  /**
   * What is handed over for saving.
   *
   * @return how many records must be durable when it has been acknowledged
   */
  int append(HardState next, List<Entry> entries) {
    boolean mustSync = !entries.isEmpty() || !next.isEmpty() && next.mustSyncAfter(state);
    entries.forEach(entry -> add(new WalRecord.LogEntry(entry)));
    if (!next.isEmpty()) {
      add(new WalRecord.State(next));
    }
    return mustSync ? records.size() : 0;
  }

  /** The same for a mark. */
  int mark(SnapshotMark mark) {
    add(new WalRecord.Snapshot(mark));
    return records.size();
  }

  /** So many records, at least, have to be there from now on. */
  void acknowledge(int count) {
    durable = Math.max(durable, count);
  }

  /** Segments that hold nothing above that index only may be gone from now on. */
  void release(long index) {
    releasedIndex = Math.max(releasedIndex, index);
  }

  int size() {
    return records.size();
  }

  int durable() {
    return durable;
  }

  HardState state() {
    return state;
  }

  long lastIndex() {
    return lastIndex;
  }

  long lastTerm() {
    return lastTerm;
  }

  /** Up to here nothing is ever written over, for it is committed or in a snapshot. */
  long safeIndex() {
    return safeIndex;
  }

  /** The term of an entry that is there; of the last record that has it. */
  long termOf(long index) {
    for (WalRecord record : records.reversed()) {
      if (record instanceof WalRecord.LogEntry(Entry entry) && entry.index() == index) {
        return entry.term();
      }
      if (record instanceof WalRecord.Snapshot(SnapshotMark mark) && mark.index() == index) {
        return mark.term();
      }
    }
    throw new AssertionError("nothing has index " + index);
  }

  /** The marks at which the log can be opened now, the oldest first. */
  List<SnapshotMark> marks() {
    List<SnapshotMark> marks = new ArrayList<>();
    for (WalRecord record : records.subList(firstMark, records.size())) {
      if (record instanceof WalRecord.Snapshot(SnapshotMark mark)
          && mark.index() >= releasedIndex) {
        marks.add(mark);
      }
    }
    return marks;
  }

  /** What opening it at a mark gives back. */
  Replay replay(SnapshotMark from) {
    List<Entry> entries = new ArrayList<>();
    for (WalRecord record : records) {
      if (record instanceof WalRecord.LogEntry(Entry entry)) {
        long place = entry.index() - from.index() - 1;
        if (place < 0) {
          // It was written over, and all behind it.
          entries.clear();
        } else if (place <= entries.size()) {
          entries.subList((int) place, entries.size()).clear();
          entries.add(entry);
        }
      }
    }
    return new Replay(entries, state);
  }

  /** How many records it would be, if these are what a log holds; fails when they cannot be. */
  int prefix(FoundRecords found) {
    int count = found.records().size();
    if (found.isWhole()) {
      require(count >= durable && count <= records.size(), found);
      require(records.subList(0, count).equals(found.records()), found);
      return count;
    }
    require(releasedIndex > 0, found);
    int end = endOf(found.firstState(), found.records());
    if (end < 0) {
      // The first state of all may stand where otherwise an old one is repeated.
      List<WalRecord> all = new ArrayList<>(found.records());
      all.addFirst(new WalRecord.State(found.firstState()));
      end = endOf(HardState.EMPTY, all);
    }
    require(end >= 0, found);
    return end;
  }

  /** Behind how many records these are the last ones; -1 where they are not. */
  private int endOf(HardState before, List<WalRecord> last) {
    int count = last.size();
    for (int end = Math.max(durable, count); end <= records.size(); end++) {
      if (records.subList(end - count, end).equals(last)
          && before.equals(new LogModel(this, end - count).state)) {
        return end;
      }
    }
    return -1;
  }

  private void require(boolean holds, FoundRecords found) {
    if (!holds) {
      throw new AssertionError(
          "found "
              + (found.isWhole() ? "" : "the last ")
              + found.records().size()
              + " records; expected the first "
              + durable
              + " to "
              + records.size()
              + firstDifference(found)
              + "\nfound at first: "
              + found.firstState()
              + " "
              + found.records().subList(0, Math.min(5, found.records().size()))
              + "\nexpected at first: "
              + records.subList(0, Math.min(5, records.size()))
              + "\nfound: "
              + tail(found.records())
              + "\nexpected: "
              + tail(records));
    }
  }

  private String firstDifference(FoundRecords found) {
    for (int i = 0; found.isWhole() && i < found.records().size(); i++) {
      if (i >= records.size() || !records.get(i).equals(found.records().get(i))) {
        return "; record "
            + i
            + " is "
            + found.records().get(i)
            + " instead of "
            + (i < records.size() ? records.get(i) : "nothing");
      }
    }
    return "";
  }

  private static List<WalRecord> tail(List<WalRecord> list) {
    return list.subList(Math.max(0, list.size() - 8), list.size());
  }
}
