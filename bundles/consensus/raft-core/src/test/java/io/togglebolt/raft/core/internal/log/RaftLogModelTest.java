package io.togglebolt.raft.core.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.togglebolt.etcd.format.EntryCodec;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The whole log against a plain list, while entries are appended, replaced, written late, applied
 * late and compacted, and snapshots take their place.
 */
class RaftLogModelTest {
  @Test
  void agreesWithAPlainList() {
    Seeds.check(
        7,
        150,
        random -> {
          Pair pair = new Pair(random);
          for (int step = 0; step < 300; step++) {
            pair.step();
            pair.compare();
          }
        });
  }

  /** Entries and perhaps a snapshot on their way to the stable log. */
  private record Write(List<Entry> entries, @Nullable Snapshot snapshot) {}

  /** Entries on their way to the state machine. */
  private record Applying(long last, long bytes) {}

  /** The log and the list. */
  private static final class Pair {
    private final SplitMix64 random;
    private final StableLog stable = new StableLog();
    private final long maxApplyingBytes;
    private final boolean allowUnstable;
    private final RaftLog log;
    private final Deque<Write> writes = new ArrayDeque<>();
    private final Deque<Applying> applying = new ArrayDeque<>();

    /** What the list holds; the entry of index i is at place i - base - 1. */
    private final List<Entry> list = new ArrayList<>();

    private long base;
    private long baseTerm;
    private long committed;
    private long applied;
    private long given;
    private long givenBytes;
    private boolean paused;

    /** The first index that is not known to be stable, and the first that nobody was given. */
    private long stableEnd = 1;

    private long handedEnd = 1;
    private @Nullable Snapshot snapshot;
    private boolean snapshotHanded;
    private long newestTerm = 1;

    Pair(SplitMix64 random) {
      this.random = random;
      maxApplyingBytes = random.chance(1, 2) ? Long.MAX_VALUE : random.between(0, 60);
      allowUnstable = random.chance(1, 2);
      log = new RaftLog(stable, RaftLogger.NONE, maxApplyingBytes);
    }

    void step() {
      switch (random.below(10)) {
        case 0, 1 -> append();
        case 2, 3 -> takeFromLeader();
        case 4 -> commit();
        case 5 -> hand();
        case 6 -> write();
        case 7 -> give();
        case 8 -> apply();
        default -> {
          if (random.chance(1, 6)) {
            restore();
          } else {
            compact();
          }
        }
      }
    }

    private long last() {
      return base + list.size();
    }

    private long term(long index) {
      return index == base ? baseTerm : list.get((int) (index - base - 1)).term();
    }

    private Entry fresh(long index) {
      return Entry.of(newestTerm, index, random.bytes(random.below(12)));
    }

    /** Replaces what is there from an index on, in the list. */
    private void put(List<Entry> entries) {
      long from = entries.getFirst().index();
      list.subList((int) (from - base - 1), list.size()).clear();
      list.addAll(entries);
      stableEnd = Math.min(stableEnd, from);
      handedEnd = Math.min(handedEnd, from);
    }

    private void append() {
      List<Entry> entries = new ArrayList<>();
      for (int i = random.below(4); i >= 0; i--) {
        entries.add(fresh(last() + entries.size() + 1));
      }
      put(entries);
      assertEquals(last(), log.append(entries));
    }

    private void takeFromLeader() {
      long previous = base + random.below(last() - base + 2);
      boolean matches = previous <= last() && random.chance(5, 6);
      long previousTerm = matches ? term(previous) : newestTerm + 1;
      List<Entry> entries = new ArrayList<>();
      long index = previous + 1;
      while (index <= last() && (index <= committed || random.chance(2, 3))) {
        entries.add(list.get((int) (index++ - base - 1)));
      }
      List<Entry> added = new ArrayList<>();
      if (random.chance(1, 2)) {
        // A new term each time: an entry that was replaced never comes back with the same id.
        newestTerm++;
        for (int i = random.below(3); i >= 0; i--) {
          added.add(fresh(index++));
        }
      }
      entries.addAll(added);
      long commit = random.below(last() + 4);
      long taken = log.maybeAppend(new EntryId(previousTerm, previous), entries, commit);
      if (!matches) {
        assertEquals(-1, taken);
        return;
      }
      assertEquals(previous + entries.size(), taken);
      if (!added.isEmpty()) {
        put(added);
      }
      committed = Math.max(committed, Math.min(commit, taken));
    }

    private void commit() {
      long index = base + random.below(last() - base + 1);
      boolean expected = index > committed;
      assertEquals(expected, log.maybeCommit(new EntryId(term(index), index)));
      committed = Math.max(committed, index);
    }

    private void hand() {
      writes.add(new Write(log.nextUnstableEntries(), log.nextUnstableSnapshot()));
      log.acceptUnstable();
      handedEnd = last() + 1;
      snapshotHanded = snapshot != null;
    }

    private void write() {
      Write write = writes.poll();
      if (write == null) {
        return;
      }
      if (write.snapshot != null) {
        stable.applySnapshot(write.snapshot);
      }
      stable.append(write.entries);
      if (!write.entries.isEmpty()) {
        EntryId id = EntryId.of(write.entries.getLast());
        log.stableTo(id);
        if (id.index() >= stableEnd && id.index() <= last() && term(id.index()) == id.term()) {
          stableEnd = id.index() + 1;
          handedEnd = Math.max(handedEnd, stableEnd);
        }
      }
      if (write.snapshot != null) {
        log.stableSnapTo(write.snapshot.metadata().index());
        if (write.snapshot == snapshot) {
          snapshot = null;
        }
      }
    }

    private void give() {
      List<Entry> expected = appliable();
      assertEquals(expected, log.nextCommittedEntries(allowUnstable));
      assertEquals(!expected.isEmpty(), log.hasNextCommittedEntries(allowUnstable));
      if (!expected.isEmpty()) {
        given = expected.getLast().index();
        long bytes = bytes(expected);
        givenBytes += bytes;
        paused = givenBytes >= Math.max(1, maxApplyingBytes) || given < appliableEnd();
        applying.add(new Applying(given, bytes));
        log.acceptApplying(given, bytes, allowUnstable);
      }
    }

    private long appliableEnd() {
      return allowUnstable ? committed : Math.min(committed, stableEnd - 1);
    }

    private List<Entry> appliable() {
      long end = appliableEnd();
      return paused || snapshot != null || given >= end
          ? List.of()
          : slice(given + 1, end + 1, Math.max(1, maxApplyingBytes) - givenBytes);
    }

    private void apply() {
      Applying done = applying.poll();
      if (done == null || done.last < applied) {
        return;
      }
      applied = done.last;
      given = Math.max(given, applied);
      givenBytes = Math.max(0, givenBytes - done.bytes);
      paused = givenBytes >= Math.max(1, maxApplyingBytes);
      log.appliedTo(done.last, done.bytes);
    }

    private void restore() {
      long index = Math.max(committed, last()) + 1 + random.below(3);
      if (random.chance(1, 2) && committed < last()) {
        index = committed + 1;
      }
      newestTerm++;
      snapshot = Entries.snapshot(index, newestTerm);
      snapshotHanded = false;
      list.clear();
      base = index;
      baseTerm = newestTerm;
      committed = index;
      stableEnd = index + 1;
      handedEnd = stableEnd;
      log.restore(snapshot);
      // The state machine takes the snapshot at once, and is done with what it was given before.
      applying.clear();
      applied = index;
      given = index;
      givenBytes = 0;
      paused = false;
      log.appliedTo(index, Long.MAX_VALUE);
    }

    private void compact() {
      long end = Math.min(applied, stableEnd - 1);
      if (snapshot == null && end > base && stable.lastIndex() >= end) {
        long index = base + 1 + random.below(end - base);
        baseTerm = term(index);
        list.subList(0, (int) (index - base)).clear();
        base = index;
        stable.compact(index);
      }
    }

    private List<Entry> slice(long lo, long hi, long maxBytes) {
      List<Entry> found = new ArrayList<>();
      long bytes = 0;
      for (long index = lo; index < hi; index++) {
        Entry entry = list.get((int) (index - base - 1));
        bytes += EntryCodec.sizeOf(entry);
        if (index > lo && bytes > maxBytes) {
          break;
        }
        found.add(entry);
      }
      return found;
    }

    private static long bytes(List<Entry> entries) {
      return entries.stream().mapToLong(EntryCodec::sizeOf).sum();
    }

    void compare() {
      assertEquals(base + 1, log.firstIndex());
      assertEquals(last(), log.lastIndex());
      assertEquals(committed, log.committed());
      assertEquals(applied, log.applied());
      assertEquals(given, log.applying());
      for (long index = base; index <= last(); index++) {
        assertEquals(term(index), log.term(index), "term of index " + index);
      }
      assertEquals(0, log.termOrZero(last() + 1));
      assertEquals(new EntryId(term(last()), last()), log.lastEntryId());
      assertEquals(list, log.entries(base + 1, Long.MAX_VALUE));
      long lo = base + 1 + random.below(list.size() + 1);
      long hi = lo + random.below(last() + 2 - lo);
      long maxBytes = random.below(80);
      assertEquals(slice(lo, hi, maxBytes), log.slice(lo, hi, maxBytes));
      assertEquals(slice(handedEnd, last() + 1, Long.MAX_VALUE), log.nextUnstableEntries());
      assertEquals(stableEnd <= last(), log.hasNextOrInProgressUnstableEntries());
      assertSame(snapshotHanded ? null : snapshot, log.nextUnstableSnapshot());
      assertEquals(snapshot != null, log.hasNextOrInProgressSnapshot());
    }
  }
}
