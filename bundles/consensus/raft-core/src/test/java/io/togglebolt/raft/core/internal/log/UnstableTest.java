package io.togglebolt.raft.core.internal.log;

import static io.togglebolt.raft.core.internal.log.Entries.id;
import static io.togglebolt.raft.core.internal.log.Entries.indexes;
import static io.togglebolt.raft.core.internal.log.Entries.snapshot;
import static io.togglebolt.raft.core.internal.log.Entries.terms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnstableTest {
  private final Entries.Lines lines = new Entries.Lines();

  @Test
  void knowsNothingWhileItIsEmpty() {
    Unstable unstable = new Unstable(5, lines);
    assertEquals(-1, unstable.lastIndex());
    assertEquals(-1, unstable.term(4));
    assertEquals(-1, unstable.term(5));
    assertNull(unstable.snapshot());
    assertFalse(unstable.hasNextEntries());
    assertEquals(List.of(), unstable.nextEntries());
  }

  @Test
  void knowsTheTermsOfItsEntriesAndOfItsSnapshotOnly() {
    Unstable unstable = holding(5, 3, 3, 4);
    assertEquals(-1, unstable.term(4));
    assertEquals(3, unstable.term(5));
    assertEquals(4, unstable.term(7));
    assertEquals(-1, unstable.term(8));
    assertEquals(7, unstable.lastIndex());
    unstable.restore(snapshot(9, 6));
    assertEquals(6, unstable.term(9));
    assertEquals(-1, unstable.term(8));
    assertEquals(-1, unstable.term(10));
    assertEquals(9, unstable.lastIndex());
    unstable.truncateAndAppend(Entries.of(10, 7));
    assertEquals(7, unstable.term(10));
    assertEquals(6, unstable.term(9));
    assertEquals(10, unstable.lastIndex());
  }

  @Test
  void givesEachEntryToTheWriterOnce() {
    Unstable unstable = holding(5, 1, 1);
    assertEquals(List.of(5L, 6L), indexes(unstable.nextEntries()));
    unstable.acceptInProgress();
    assertFalse(unstable.hasNextEntries());
    assertEquals(List.of(), unstable.nextEntries());
    unstable.truncateAndAppend(Entries.of(7, 1));
    assertTrue(unstable.hasNextEntries());
    assertEquals(List.of(7L), indexes(unstable.nextEntries()));
    assertEquals(3, unstable.size(), "what is being written stays");
    assertEquals(
        "unstable.offset=5, unstable.offsetInProgress=7, len(unstable.Entries)=3",
        unstable.toString());
  }

  @Test
  void givesTheSnapshotToTheWriterOnce() {
    Unstable unstable = new Unstable(1, lines);
    Snapshot snapshot = snapshot(4, 1);
    unstable.restore(snapshot);
    assertSame(snapshot, unstable.nextSnapshot());
    unstable.acceptInProgress();
    assertNull(unstable.nextSnapshot());
    assertSame(snapshot, unstable.snapshot());
    Snapshot newer = snapshot(6, 1);
    unstable.restore(newer);
    assertSame(newer, unstable.nextSnapshot(), "the newer one is not being written");
    unstable.stableSnapshotTo(4);
    assertSame(newer, unstable.snapshot(), "another snapshot's being stable says nothing of it");
    unstable.acceptInProgress();
    unstable.stableSnapshotTo(6);
    assertNull(unstable.snapshot());
    unstable.acceptInProgress();
    unstable.restore(snapshot(8, 1));
    assertTrue(unstable.nextSnapshot() != null, "nothing was in progress without a snapshot");
  }

  @Test
  void letsGoOfEntriesUpToTheStableOne() {
    Unstable unstable = holding(5, 1, 1, 2);
    unstable.acceptInProgress();
    unstable.stableTo(id(6, 1));
    assertEquals(7, unstable.offset());
    assertEquals(8, unstable.offsetInProgress());
    assertEquals(List.of(2L), terms(unstable.slice(7, 8)));
    unstable.stableTo(id(7, 2));
    assertEquals(0, unstable.size());
    assertEquals(8, unstable.offset());
    assertEquals(List.of(), lines.take());
  }

  @Test
  void whatIsStableWithoutHavingBeenInProgressMovesThatMarkToo() {
    Unstable unstable = holding(5, 1, 1);
    unstable.stableTo(id(5, 1));
    assertEquals(6, unstable.offset());
    assertEquals(6, unstable.offsetInProgress());
    assertEquals(List.of(6L), indexes(unstable.nextEntries()));
  }

  @Test
  void ignoresStableEntriesThatItDoesNotHold() {
    Unstable unstable = holding(5, 2);
    unstable.stableTo(id(4, 1));
    unstable.stableTo(id(6, 1));
    unstable.stableTo(id(5, 1));
    assertEquals(
        List.of(
            "INFO entry at index 4 missing from unstable log; ignoring",
            "INFO entry at index 6 missing from unstable log; ignoring",
            "INFO entry at (index,term)=(5,1) mismatched with entry at (5,2) in unstable log;"
                + " ignoring"),
        lines.take());
    unstable.restore(snapshot(9, 3));
    unstable.stableTo(id(9, 3));
    assertEquals(
        List.of("INFO entry at index 9 matched unstable snapshot; ignoring"), lines.take());
    assertEquals(10, unstable.offset());
  }

  @Test
  void appendsBehindTheLastEntry() {
    Unstable unstable = holding(5, 1);
    unstable.truncateAndAppend(Entries.of(6, 1, 2));
    assertEquals(List.of(1L, 1L, 2L), terms(unstable.slice(5, 8)));
    assertEquals(List.of(), lines.take());
  }

  @Test
  void replacesEverythingFromItsBeginningOrBefore() {
    for (long from : new long[] {3, 5}) {
      Unstable unstable = holding(5, 1, 1);
      unstable.acceptInProgress();
      unstable.truncateAndAppend(Entries.of(from, 2));
      assertEquals(from, unstable.offset());
      assertEquals(from, unstable.offsetInProgress(), "the new ones are to be written");
      assertEquals(List.of(2L), terms(unstable.nextEntries()));
      assertEquals(List.of("INFO replace the unstable entries from index " + from), lines.take());
    }
  }

  @Test
  void cutsInTheMiddleAndHasTheNewEntriesWritten() {
    Unstable unstable = holding(5, 1, 1, 1);
    unstable.acceptInProgress();
    unstable.truncateAndAppend(Entries.of(6, 2));
    assertEquals(List.of(1L, 2L), terms(unstable.slice(5, 7)));
    assertEquals(6, unstable.offsetInProgress());
    assertEquals(List.of(6L), indexes(unstable.nextEntries()));
    assertEquals(List.of("INFO truncate the unstable entries before index 6"), lines.take());
    Unstable untouched = holding(5, 1, 1, 1);
    untouched.truncateAndAppend(Entries.of(7, 2));
    assertEquals(5, untouched.offsetInProgress(), "a cut makes nothing be in progress");
  }

  @Test
  void slicesNeverChange() {
    Unstable unstable = holding(1, 1, 1, 1);
    List<Entry> whole = unstable.slice(1, 4);
    unstable.truncateAndAppend(Entries.of(3, 2));
    unstable.truncateAndAppend(Entries.of(4, 2));
    unstable.truncateAndAppend(Entries.of(2, 3));
    unstable.stableTo(id(2, 3));
    unstable.truncateAndAppend(Entries.of(3, 4));
    unstable.restore(snapshot(9, 9));
    assertEquals(List.of(1L, 1L, 1L), terms(whole));
    assertThrows(UnsupportedOperationException.class, () -> whole.set(0, whole.get(1)));
    assertThrows(UnsupportedOperationException.class, whole::removeFirst);
    assertThrows(IndexOutOfBoundsException.class, () -> whole.subList(0, 2).get(2));
  }

  @Test
  void refusesGapsAndSlicesOfWhatIsNotThere() {
    Unstable unstable = holding(5, 1, 1);
    assertMessage(
        "entries from index 8 on leave a gap behind the unstable log, which ends before index 7",
        () -> unstable.truncateAndAppend(Entries.of(8, 1)));
    assertMessage(
        "unstable entries [4, 6) were asked for; there are [5, 7)", () -> unstable.slice(4, 6));
    assertMessage(
        "unstable entries [5, 8) were asked for; there are [5, 7)", () -> unstable.slice(5, 8));
    assertMessage(
        "unstable entries [6, 5) were asked for; there are [5, 7)", () -> unstable.slice(6, 5));
    assertEquals(List.of(), unstable.slice(7, 7));
  }

  private Unstable holding(long offset, long... terms) {
    Unstable unstable = new Unstable(offset, lines);
    unstable.truncateAndAppend(Entries.of(offset, terms));
    return unstable;
  }

  private static void assertMessage(String expected, Runnable action) {
    RaftInvariantException refused = assertThrows(RaftInvariantException.class, action::run);
    assertEquals(expected, refused.getMessage());
  }
}
