package io.togglebolt.raft.core.internal.log;

import static io.togglebolt.raft.core.internal.log.Entries.indexes;
import static io.togglebolt.raft.core.internal.log.Entries.snapshot;
import static io.togglebolt.raft.core.internal.log.Entries.terms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.raft.CompactedException;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.RaftException;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotOutOfDateException;
import io.togglebolt.raft.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StableLogTest {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  @Test
  void beginsEmpty() {
    StableLog log = new StableLog();
    assertEquals(1, log.firstIndex());
    assertEquals(0, log.lastIndex());
    assertEquals(0, log.term(0));
    assertEquals(HardState.EMPTY, log.hardState());
    assertEquals(List.of(), log.confState().voters());
    assertEquals(0, log.snapshot().metadata().index());
  }

  @Test
  void remembersTheHardState() {
    StableLog log = new StableLog();
    HardState state = new HardState(3, 2, 1);
    log.setHardState(state);
    assertSame(state, log.hardState());
  }

  @Test
  void knowsTheTermOfTheEntryBeforeTheFirst() {
    StableLog log = Entries.stable(3, 3, 4, 5);
    assertRefused(
        CompactedException.class,
        "the entry of index 2 is gone; expected 3 or above",
        () -> log.term(2));
    assertEquals(3, log.term(3));
    assertEquals(4, log.term(4));
    assertEquals(5, log.term(5));
    assertRefused(
        UnavailableException.class,
        "the entry of index 6 is not there yet; the last one has index 5",
        () -> log.term(6));
  }

  @Test
  void givesAsManyEntriesAsFitAndOneInAnyCase() {
    StableLog log = Entries.stable(3, 3, 4, 5, 6);
    assertEquals(List.of(4L, 5L, 6L), indexes(log.entries(4, 7, NO_LIMIT)));
    assertEquals(List.of(4L), indexes(log.entries(4, 7, 0)));
    assertEquals(List.of(4L), indexes(log.entries(4, 7, 2 * Entries.SIZE - 1)));
    assertEquals(List.of(4L, 5L), indexes(log.entries(4, 7, 2 * Entries.SIZE)));
    assertEquals(List.of(4L, 5L), indexes(log.entries(4, 7, 3 * Entries.SIZE - 1)));
    assertEquals(List.of(4L, 5L, 6L), indexes(log.entries(4, 7, 3 * Entries.SIZE)));
    assertEquals(List.of(5L), indexes(log.entries(5, 6, NO_LIMIT)));
  }

  @Test
  void refusesEntriesThatAreGoneOrNotThere() {
    StableLog log = Entries.stable(3, 3, 4);
    assertRefused(
        CompactedException.class,
        "the entry of index 3 is gone; expected 4 or above",
        () -> log.entries(3, 5, NO_LIMIT));
    assertRefused(
        UnavailableException.class,
        "the entry of index 5 is not there yet; the last one has index 4",
        () -> log.entries(4, 6, NO_LIMIT));
    IllegalArgumentException none =
        assertThrows(IllegalArgumentException.class, () -> log.entries(4, 4, NO_LIMIT));
    assertEquals("entries [4, 4) were asked for; expected at least one", none.getMessage());
  }

  @Test
  void entriesThatWereGivenNeverChange() {
    StableLog log = Entries.stable(0, 0, 1, 1, 1);
    List<Entry> given = log.entries(1, 4, NO_LIMIT);
    log.append(Entries.of(2, 2, 2));
    log.compact(3);
    assertEquals(List.of(1L, 1L, 1L), terms(given));
    assertThrows(UnsupportedOperationException.class, () -> given.add(given.get(0)));
  }

  @Test
  void appendsReplacesAndLeavesOutWhatIsGone() {
    record Row(long from, long[] terms, List<Long> expected) {}
    for (Row row :
        List.of(
            new Row(1, new long[] {1, 2}, List.of(4L, 5L)), // all of it is gone already
            new Row(3, new long[] {3, 4, 5}, List.of(4L, 5L)),
            new Row(3, new long[] {3, 6, 6}, List.of(6L, 6L)),
            new Row(3, new long[] {3, 4, 5, 5}, List.of(4L, 5L, 5L)),
            new Row(2, new long[] {3, 3, 5}, List.of(5L)), // cuts the one behind
            new Row(4, new long[] {5}, List.of(5L)),
            new Row(6, new long[] {5, 7}, List.of(4L, 5L, 5L, 7L)),
            new Row(6, new long[] {}, List.of(4L, 5L)))) {
      StableLog log = Entries.stable(3, 3, 4, 5);
      log.append(Entries.of(row.from, row.terms));
      assertEquals(
          row.expected,
          terms(log.entries(4, log.lastIndex() + 1, NO_LIMIT)),
          "after entries from index " + row.from);
    }
  }

  @Test
  void refusesGapsAndChangesNothing() {
    StableLog log = Entries.stable(3, 3, 4, 5);
    assertRefused(
        RaftInvariantException.class,
        "entries from index 7 on leave a gap in the stable log; its last index is 5",
        () -> log.append(Entries.of(7, 5)));
    List<Entry> torn = new ArrayList<>(Entries.of(5, 6));
    torn.addAll(Entries.of(7, 6));
    assertRefused(
        RaftInvariantException.class,
        "the entry behind index 5 has index 7",
        () -> log.append(torn));
    assertEquals(List.of(4L, 5L), terms(log.entries(4, 6, NO_LIMIT)));
  }

  @Test
  void aSnapshotTakesThePlaceOfAllEntries() {
    StableLog log = Entries.stable(0, 0, 1, 1, 1);
    Snapshot snapshot = snapshot(7, 4);
    log.applySnapshot(snapshot);
    assertSame(snapshot, log.snapshot());
    assertEquals(8, log.firstIndex());
    assertEquals(7, log.lastIndex());
    assertEquals(4, log.term(7));
    assertEquals(List.of(1L), log.confState().voters());
    log.append(Entries.of(8, 5));
    assertEquals(5, log.term(8));
  }

  @Test
  void takesNoSnapshotThatIsNotNewer() {
    StableLog log = Entries.stable(7, 4, 4);
    for (long index : new long[] {6, 7}) {
      assertRefused(
          SnapshotOutOfDateException.class,
          "the snapshot of index " + index + " is out of date; one of index 7 is held",
          () -> log.applySnapshot(snapshot(index, 4)));
      assertRefused(
          SnapshotOutOfDateException.class,
          "the snapshot of index " + index + " is out of date; one of index 7 is held",
          () -> log.createSnapshot(index, ConfState.ofVoters(2L), new byte[0]));
    }
    assertEquals(8, log.lastIndex());
    assertEquals(List.of(1L), log.confState().voters());
  }

  @Test
  void makesSnapshotsOfEntriesThatItHolds() {
    StableLog log = Entries.stable(3, 3, 4, 5);
    Snapshot made = log.createSnapshot(5, ConfState.ofVoters(1L, 2L), new byte[] {7});
    assertSame(made, log.snapshot());
    assertEquals(5, made.metadata().index());
    assertEquals(5, made.metadata().term());
    assertEquals(List.of(1L, 2L), log.confState().voters());
    assertEquals(4, log.firstIndex(), "the entries stay until they are compacted");
    assertRefused(
        UnavailableException.class,
        "the entry of index 6 is not there yet; the last one has index 5",
        () -> log.createSnapshot(6, ConfState.ofVoters(1L), new byte[0]));
    log.append(Entries.of(6, 5, 5));
    log.compact(7);
    assertRefused(
        CompactedException.class,
        "the entry of index 6 is gone; expected 7 or above",
        () -> log.createSnapshot(6, ConfState.ofVoters(1L), new byte[0]));
  }

  @Test
  void compactsUpToAnEntryAndKnowsItsTerm() {
    StableLog log = Entries.stable(3, 3, 4, 5, 6);
    assertRefused(
        CompactedException.class,
        "the entry of index 3 is gone; expected 4 or above",
        () -> log.compact(3));
    assertRefused(
        UnavailableException.class,
        "the entry of index 7 is not there yet; the last one has index 6",
        () -> log.compact(7));
    log.compact(5);
    assertEquals(6, log.firstIndex());
    assertEquals(5, log.term(5));
    assertEquals(List.of(6L), indexes(log.entries(6, 7, NO_LIMIT)));
    log.compact(6);
    assertEquals(7, log.firstIndex());
    assertEquals(6, log.lastIndex());
    assertEquals(6, log.term(6));
    log.append(Entries.of(7, 8));
    assertEquals(8, log.term(7));
  }

  @Test
  void growsOverManyChunksAndLosesNothing() {
    StableLog log = new StableLog();
    long compacted = 0;
    for (long index = 1; index <= 20_000; index++) {
      log.append(Entries.of(index, index / 10));
      if (index % 3_000 == 0) {
        compacted = index - 2_500;
        log.compact(compacted);
      }
      if (index % 7_000 == 0) {
        long cut = index - 777;
        log.append(Entries.of(cut, cut / 10));
        for (long again = cut + 1; again <= index; again++) {
          log.append(Entries.of(again, again / 10));
        }
      }
    }
    assertEquals(compacted + 1, log.firstIndex());
    assertEquals(20_000, log.lastIndex());
    long expected = compacted + 1;
    for (Entry entry : log.entries(compacted + 1, 20_001, NO_LIMIT)) {
      assertEquals(expected, entry.index());
      assertEquals(expected / 10, entry.term());
      expected++;
    }
    assertEquals(20_001, expected);
  }

  private static <X extends RaftException> void assertRefused(
      Class<X> type, String message, Runnable action) {
    assertEquals(message, assertThrows(type, action::run).getMessage());
  }
}
