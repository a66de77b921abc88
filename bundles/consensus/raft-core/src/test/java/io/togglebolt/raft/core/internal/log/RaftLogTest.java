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

import io.togglebolt.raft.CompactedException;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.RaftException;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaftLogTest {
  private static final long NO_LIMIT = Long.MAX_VALUE;

  private final Entries.Lines lines = new Entries.Lines();

  @Test
  void goesOnFromWhatIsStable() {
    RaftLog log = over(Entries.stable(3, 2, 2, 3));
    assertEquals(4, log.firstIndex());
    assertEquals(5, log.lastIndex());
    assertEquals(new EntryId(3, 5), log.lastEntryId());
    assertEquals(3, log.committed(), "what a snapshot replaced was committed");
    assertEquals(3, log.applied());
    assertEquals(3, log.applying());
    assertFalse(log.hasNextOrInProgressUnstableEntries());
    assertEquals(
        "committed=3, applied=3, applying=3, unstable.offset=6, unstable.offsetInProgress=6,"
            + " len(unstable.Entries)=0",
        log.toString());
  }

  @Test
  void knowsTheTermsFromTheOneBeforeTheFirstEntryOn() {
    RaftLog log = over(Entries.stable(3, 2, 2, 3));
    log.append(Entries.of(6, 4));
    assertRefused(
        CompactedException.class,
        "the entry of index 2 is gone; the first one has index 4",
        () -> log.term(2));
    assertEquals(2, log.term(3));
    assertEquals(2, log.term(4));
    assertEquals(3, log.term(5));
    assertEquals(4, log.term(6));
    assertRefused(
        UnavailableException.class,
        "the entry of index 7 is not there yet; the last one has index 6",
        () -> log.term(7));
    assertEquals(0, log.termOrZero(2));
    assertEquals(4, log.termOrZero(6));
    assertEquals(0, log.termOrZero(7));
  }

  @Test
  void matchesNoEntryThatIsGoneOrNotThere() {
    RaftLog log = over(Entries.stable(3, 2, 2));
    assertTrue(log.matchTerm(id(4, 2)));
    assertTrue(log.matchTerm(id(3, 2)));
    assertFalse(log.matchTerm(id(4, 1)));
    assertFalse(log.matchTerm(id(2, 0)));
    assertFalse(log.matchTerm(id(5, 0)));
    assertFalse(log.matchTerm(id(5, -1)), "no term stands for an entry that is not known");
    assertTrue(over(new StableLog()).matchTerm(id(0, 0)), "each log begins alike");
  }

  @Test
  void whatIsNotStableCountsBeforeWhatIs() {
    RaftLog log = over(Entries.stable(0, 0, 1, 1, 1, 1));
    log.append(Entries.of(3, 2));
    assertEquals(3, log.lastIndex());
    assertEquals(2, log.term(3));
    assertEquals(List.of(1L, 1L, 2L), terms(log.entries(1, NO_LIMIT)));
    assertRefused(
        UnavailableException.class,
        "the entry of index 4 is not there yet; the last one has index 3",
        () -> log.term(4));
  }

  @Test
  void aLogIsUpToDateByItsLastTermThenByItsLength() {
    RaftLog log = over(Entries.stable(0, 0, 1, 2, 3));
    for (long index : new long[] {2, 3, 4}) {
      assertTrue(log.isUpToDate(id(index, 4)), "a later term, index " + index);
      assertFalse(log.isUpToDate(id(index, 2)), "an earlier term, index " + index);
    }
    assertFalse(log.isUpToDate(id(2, 3)), "shorter");
    assertTrue(log.isUpToDate(id(3, 3)), "as long");
    assertTrue(log.isUpToDate(id(4, 3)), "longer");
  }

  @Test
  void findsTheFirstEntryThatIsNotThere() {
    record Row(long from, long[] terms, long expected) {}
    for (Row row :
        List.of(
            new Row(1, new long[] {}, 0),
            new Row(1, new long[] {1, 2, 3}, 0),
            new Row(2, new long[] {2, 3}, 0),
            new Row(3, new long[] {3}, 0),
            new Row(1, new long[] {1, 2, 3, 4, 4}, 4),
            new Row(3, new long[] {3, 4, 4}, 4),
            new Row(4, new long[] {4, 4}, 4),
            new Row(1, new long[] {4, 4}, 1),
            new Row(2, new long[] {1, 4, 4}, 2),
            new Row(3, new long[] {1, 2, 4, 4}, 3))) {
      RaftLog log = over(Entries.stable(0, 0, 1, 2, 3));
      assertEquals(row.expected, log.findConflict(Entries.of(row.from, row.terms)), row.toString());
      List<String> said = lines.take();
      if (row.expected == 0 || row.expected == 4) {
        assertEquals(List.of(), said, "an entry that is new conflicts with none");
      } else {
        long theirs = row.terms[(int) (row.expected - row.from)];
        assertEquals(
            List.of(
                "INFO found conflict at index %d [existing term: %d, conflicting term: %d]"
                    .formatted(row.expected, row.expected, theirs)),
            said);
      }
    }
  }

  @Test
  void guessesByTermWhereTwoLogsMayStillAgree() {
    record Row(long index, long term, EntryId expected) {}
    // Index 2 is the snapshot's; the terms from there on:
    RaftLog log = over(Entries.stable(2, 2, 3, 3, 3, 5, 5));
    for (Row row :
        List.of(
            new Row(7, 5, id(7, 5)),
            new Row(7, 9, id(7, 5)),
            new Row(7, 4, id(5, 3)),
            new Row(6, 4, id(5, 3)),
            new Row(4, 3, id(4, 3)),
            new Row(7, 2, id(2, 2)),
            new Row(3, 2, id(2, 2)),
            new Row(7, 1, id(1, 0)), // gone: it may agree
            new Row(8, 1, id(8, 0)), // not there yet: it may agree
            new Row(100, 9, id(100, 0)),
            new Row(1, 1, id(1, 0)),
            new Row(0, 1, id(0, 0)))) {
      assertEquals(row.expected, log.findConflictByTerm(row.index, row.term), row.toString());
    }
    RaftLog whole = over(Entries.stable(0, 0, 4, 4));
    assertEquals(id(0, 0), whole.findConflictByTerm(2, 3), "all logs agree before the first entry");
  }

  @Test
  void takesALeadersEntriesWhereThePreviousOneMatches() {
    record Row(
        EntryId previous, long[] terms, long leaderCommit, long last, long commit, String log) {}
    // The log has terms 1 2 3, and index 1 is committed.
    for (Row row :
        List.of(
            new Row(id(3, 2), new long[] {4}, 3, -1, 1, "[1, 2, 3]"), // another is there
            new Row(id(4, 3), new long[] {4}, 3, -1, 1, "[1, 2, 3]"), // none is there
            new Row(id(3, 3), new long[] {}, 3, 3, 3, "[1, 2, 3]"),
            new Row(id(3, 3), new long[] {}, 4, 3, 3, "[1, 2, 3]"), // no further than known to fit
            new Row(id(3, 3), new long[] {}, 2, 3, 2, "[1, 2, 3]"),
            new Row(id(3, 3), new long[] {}, 0, 3, 1, "[1, 2, 3]"), // never back
            new Row(id(0, 0), new long[] {}, 3, 0, 1, "[1, 2, 3]"),
            new Row(id(3, 3), new long[] {4}, 3, 4, 3, "[1, 2, 3, 4]"),
            new Row(id(3, 3), new long[] {4}, 4, 4, 4, "[1, 2, 3, 4]"),
            new Row(id(3, 3), new long[] {4}, 5, 4, 4, "[1, 2, 3, 4]"),
            new Row(id(3, 3), new long[] {4, 4}, 4, 5, 4, "[1, 2, 3, 4, 4]"),
            new Row(id(2, 2), new long[] {4}, 3, 3, 3, "[1, 2, 4]"), // cuts a conflict
            new Row(id(1, 1), new long[] {4}, 3, 2, 2, "[1, 4]"),
            new Row(id(1, 1), new long[] {4, 4}, 3, 3, 3, "[1, 4, 4]"),
            new Row(id(0, 0), new long[] {1, 2}, 1, 2, 1, "[1, 2, 3]"))) { // an old message
      RaftLog log = over(Entries.stable(0, 0, 1, 2));
      log.append(Entries.of(3, 3));
      log.commitTo(1);
      List<Entry> sent = Entries.of(row.previous.index() + 1, row.terms);
      assertEquals(row.last, log.maybeAppend(row.previous, sent, row.leaderCommit), row.toString());
      assertEquals(row.commit, log.committed(), row.toString());
      assertEquals(row.log, terms(log.entries(1, NO_LIMIT)).toString(), row.toString());
    }
  }

  @Test
  void onlyWhatIsNewOfALeadersEntriesIsWritten() {
    RaftLog log = over(Entries.stable(0, 0, 1, 1));
    assertEquals(4, log.maybeAppend(id(0, 0), Entries.of(1, 1, 1, 2, 2), 0));
    assertEquals(List.of(3L, 4L), indexes(log.nextUnstableEntries()));
  }

  @Test
  void neverChangesWhatIsCommitted() {
    RaftLog log = over(Entries.stable(0, 0, 1, 2, 3));
    log.commitTo(2);
    assertRefused(
        RaftInvariantException.class,
        "a leader's entry conflicts with the committed entry of index 2; index 2 is committed",
        () -> log.maybeAppend(id(1, 1), Entries.of(2, 4), 2));
    assertRefused(
        RaftInvariantException.class,
        "entries from index 2 on would replace committed ones; index 2 is committed",
        () -> log.append(Entries.of(2, 4)));
    assertEquals(List.of(1L, 2L, 3L), terms(log.entries(1, NO_LIMIT)));
  }

  @Test
  void takesOnlyEntriesThatFollowEachOther() {
    RaftLog log = over(Entries.stable(0, 0, 1));
    List<Entry> torn = new ArrayList<>(Entries.of(2, 1));
    torn.addAll(Entries.of(4, 1));
    assertRefused(
        RaftInvariantException.class,
        "entry 2 of 2 to append has index 4; expected 3",
        () -> log.append(torn));
    assertRefused(
        RaftInvariantException.class,
        "entry 2 of 2 to append has index 4; expected 3",
        () -> log.maybeAppend(id(1, 1), torn, 0));
    assertRefused(
        RaftInvariantException.class,
        "entry 1 of 1 to append has index 1; expected 2",
        () -> log.maybeAppend(id(1, 1), Entries.of(1, 1), 0));
    assertRefused(
        RaftInvariantException.class,
        "entries from index 3 on leave a gap behind the unstable log, which ends before index 2",
        () -> log.append(Entries.of(3, 1)));
    assertEquals(1, log.append(List.of()), "nothing changes nothing");
    assertEquals(1, log.lastIndex());
  }

  @Test
  void commitsEntriesThatAreThereAndNeverTakesItBack() {
    RaftLog log = over(Entries.stable(0, 0, 1, 2, 3));
    assertFalse(log.maybeCommit(id(2, 3)), "another term is there");
    assertFalse(log.maybeCommit(id(4, 3)), "no entry is there");
    assertFalse(log.maybeCommit(id(4, 0)), "no entry is there, and no leader has term 0");
    assertTrue(log.maybeCommit(id(2, 2)));
    assertEquals(2, log.committed());
    assertFalse(log.maybeCommit(id(2, 2)), "it is committed already");
    log.commitTo(1);
    assertEquals(2, log.committed());
    log.commitTo(3);
    assertEquals(3, log.committed());
    assertRefused(
        RaftInvariantException.class,
        "index 4 is to be committed and the last one is 3: the log was corrupted, cut or lost",
        () -> log.commitTo(4));
    assertEquals(3, log.committed());
  }

  @Test
  void givesCommittedEntriesOnceAndNoneWhileASnapshotWaits() {
    RaftLog log = over(Entries.stable(0, 0, 1, 1));
    assertFalse(log.hasNextCommittedEntries(true));
    assertEquals(List.of(), log.nextCommittedEntries(true));
    log.commitTo(2);
    assertEquals(List.of(1L, 2L), indexes(log.nextCommittedEntries(true)));
    log.acceptApplying(1, Entries.SIZE, true);
    assertEquals(1, log.applying());
    assertEquals(0, log.applied());
    log.appliedTo(1, Entries.SIZE);
    assertEquals(List.of(2L), indexes(log.nextCommittedEntries(true)));
    log.restore(snapshot(5, 2));
    assertFalse(log.hasNextCommittedEntries(true));
    assertEquals(List.of(), log.nextCommittedEntries(true));
  }

  @Test
  void givesUnstableEntriesOnlyWhereThatIsAllowed() {
    RaftLog log = over(Entries.stable(0, 0, 1));
    log.append(Entries.of(2, 1, 1));
    log.commitTo(3);
    assertEquals(List.of(1L, 2L, 3L), indexes(log.nextCommittedEntries(true)));
    assertEquals(List.of(1L), indexes(log.nextCommittedEntries(false)));
    log.acceptApplying(1, Entries.SIZE, false);
    assertFalse(log.hasNextCommittedEntries(false));
    assertTrue(log.hasNextCommittedEntries(true));
    log.acceptUnstable();
    assertFalse(log.hasNextCommittedEntries(false), "to be in progress is not to be stable");
    log.stableTo(id(2, 1));
    assertTrue(log.hasNextCommittedEntries(false));
  }

  @Test
  void holdsBackWhatExceedsTheLimitUntilSomethingIsApplied() {
    StableLog stable = Entries.stable(0, 0, 1, 1, 1, 1, 1);
    RaftLog log = new RaftLog(stable, lines, 2 * Entries.SIZE + 1);
    log.commitTo(5);
    assertEquals(List.of(1L, 2L), indexes(log.nextCommittedEntries(true)));
    log.acceptApplying(2, 2 * Entries.SIZE, true);
    assertFalse(log.hasNextCommittedEntries(true), "the third was cut off by the limit");
    assertEquals(List.of(), log.nextCommittedEntries(true));
    log.appliedTo(1, Entries.SIZE);
    assertEquals(List.of(3L), indexes(log.nextCommittedEntries(true)));
    log.acceptApplying(3, Entries.SIZE, true);
    log.appliedTo(3, 2 * Entries.SIZE);
    assertEquals(List.of(4L, 5L), indexes(log.nextCommittedEntries(true)));
    log.acceptApplying(5, 2 * Entries.SIZE, true);
    log.append(Entries.of(6, 1));
    log.commitTo(6);
    assertEquals(
        List.of(6L), indexes(log.nextCommittedEntries(true)), "one goes while a byte is left");
    log.acceptApplying(6, Entries.SIZE, true);
    assertEquals(List.of(), log.nextCommittedEntries(true));
    log.appliedTo(6, 100 * Entries.SIZE);
    assertFalse(log.hasNextCommittedEntries(true));
    log.append(Entries.of(7, 1));
    log.commitTo(7);
    assertTrue(log.hasNextCommittedEntries(true), "more applied than was given counts as all");
  }

  @Test
  void aLimitOfNothingLetsOneEntryThroughAtATime() {
    RaftLog log = new RaftLog(Entries.stable(0, 0, 1, 1), lines, 0);
    log.commitTo(2);
    for (long index = 1; index <= 2; index++) {
      assertEquals(List.of(index), indexes(log.nextCommittedEntries(true)));
      log.acceptApplying(index, Entries.SIZE, true);
      assertFalse(log.hasNextCommittedEntries(true));
      log.appliedTo(index, Entries.SIZE);
    }
  }

  @Test
  void refusesToApplyWhatIsNotCommittedOrToGoBack() {
    RaftLog log = over(Entries.stable(0, 0, 1, 1, 1));
    log.commitTo(2);
    assertRefused(
        RaftInvariantException.class,
        "applying index 3 is beyond the commit index 2; index 0 was being applied before",
        () -> log.acceptApplying(3, 0, true));
    assertRefused(
        RaftInvariantException.class,
        "applied index 3 is out of range; index 0 was applied before, and index 2 is committed",
        () -> log.appliedTo(3, 0));
    log.appliedTo(2, 0);
    assertEquals(2, log.applying(), "what is applied was being applied");
    assertRefused(
        RaftInvariantException.class,
        "applied index 1 is out of range; index 2 was applied before, and index 2 is committed",
        () -> log.appliedTo(1, 0));
  }

  @Test
  void givesSlicesOfTheStableAndTheUnstablePartWithinALimit() {
    RaftLog log = over(Entries.stable(2, 1, 1, 1));
    log.append(Entries.of(5, 2, 2));
    record Row(long lo, long hi, long maxBytes, List<Long> expected) {}
    long size = Entries.SIZE;
    for (Row row :
        List.of(
            new Row(3, 3, NO_LIMIT, List.of()),
            new Row(3, 5, NO_LIMIT, List.of(3L, 4L)),
            new Row(3, 7, NO_LIMIT, List.of(3L, 4L, 5L, 6L)),
            new Row(5, 7, NO_LIMIT, List.of(5L, 6L)),
            new Row(7, 7, NO_LIMIT, List.of()),
            new Row(3, 7, 0, List.of(3L)),
            new Row(5, 7, 0, List.of(5L)),
            new Row(3, 7, 2 * size, List.of(3L, 4L)),
            new Row(3, 7, 3 * size - 1, List.of(3L, 4L)),
            new Row(3, 7, 3 * size, List.of(3L, 4L, 5L)),
            new Row(4, 7, 3 * size - 1, List.of(4L, 5L)),
            new Row(4, 7, size, List.of(4L)),
            new Row(5, 7, 2 * size - 1, List.of(5L)))) {
      assertEquals(row.expected, indexes(log.slice(row.lo, row.hi, row.maxBytes)), row.toString());
    }
    assertEquals(List.of(), log.entries(7, NO_LIMIT));
    assertEquals(List.of(6L), indexes(log.entries(6, NO_LIMIT)));
  }

  @Test
  void refusesSlicesOfWhatIsNotThere() {
    RaftLog log = over(Entries.stable(2, 1, 1, 1));
    assertRefused(
        CompactedException.class,
        "the entry of index 2 is gone; the first one has index 3",
        () -> log.slice(2, 4, NO_LIMIT));
    assertRefused(
        CompactedException.class,
        "the entry of index 1 is gone; the first one has index 3",
        () -> log.entries(1, NO_LIMIT));
    assertRefused(
        RaftInvariantException.class,
        "entries [3, 6) were asked for; there are [3, 5)",
        () -> log.slice(3, 6, NO_LIMIT));
    assertRefused(
        RaftInvariantException.class,
        "entries [4, 3) were asked for: they end before they begin",
        () -> log.slice(4, 3, NO_LIMIT));
  }

  @Test
  void aStableLogThatLosesEntriesIsNoticed() {
    Forgetful stable = new Forgetful(Entries.stable(0, 0, 1, 1));
    RaftLog log = new RaftLog(stable, lines, NO_LIMIT);
    log.commitTo(2);
    stable.refusal = new UnavailableException("it is not there");
    assertRefused(
        RaftInvariantException.class,
        "the stable log does not give the entries [1, 3): it is not there",
        () -> log.slice(1, 3, NO_LIMIT));
    assertRefused(
        RaftInvariantException.class,
        "the term of the last entry, index 2, is gone",
        () -> log.lastEntryId());
    stable.refusal = new CompactedException("it is gone");
    assertRefused(CompactedException.class, "it is gone", () -> log.slice(1, 3, NO_LIMIT));
    assertRefused(
        RaftInvariantException.class,
        "entries from index 1 on are committed and not applied; it is gone",
        () -> log.nextCommittedEntries(true));
    assertFalse(log.matchTerm(id(1, 1)));
    stable.refusal = null;
    stable.empty = true;
    assertRefused(
        RaftInvariantException.class,
        "the stable log was asked for the entries [1, 3) and gave none",
        () -> log.scan(1, 3, NO_LIMIT, page -> true));
  }

  @Test
  void scansPageByPageUntilTheVisitorHasSeenEnough() {
    RaftLog log = over(Entries.stable(0, 0, 1, 1, 1));
    log.append(Entries.of(4, 2, 2));
    List<List<Long>> pages = new ArrayList<>();
    log.scan(1, 6, 2 * Entries.SIZE, page -> pages.add(indexes(page)));
    assertEquals(List.of(List.of(1L, 2L), List.of(3L, 4L), List.of(5L)), pages);
    pages.clear();
    log.scan(
        1,
        6,
        2 * Entries.SIZE,
        page -> {
          pages.add(indexes(page));
          return pages.size() < 2;
        });
    assertEquals(List.of(List.of(1L, 2L), List.of(3L, 4L)), pages);
    log.scan(
        3,
        3,
        NO_LIMIT,
        page -> {
          throw new AssertionError("nothing is there to visit");
        });
  }

  @Test
  void aSnapshotTakesThePlaceOfEverything() {
    RaftLog log = over(Entries.stable(0, 0, 1, 1));
    log.append(Entries.of(3, 2));
    log.commitTo(2);
    Snapshot snapshot = snapshot(7, 5);
    log.restore(snapshot);
    assertEquals(
        List.of(
            "INFO log [committed=2, applied=0, applying=0, unstable.offset=3,"
                + " unstable.offsetInProgress=3, len(unstable.Entries)=1] starts to restore"
                + " snapshot [index: 7, term: 5]"),
        lines.take());
    assertEquals(8, log.firstIndex());
    assertEquals(7, log.lastIndex());
    assertEquals(7, log.committed());
    assertEquals(new EntryId(5, 7), log.lastEntryId());
    assertEquals(0, log.termOrZero(6));
    assertSame(snapshot, log.snapshot());
    assertSame(snapshot, log.nextUnstableSnapshot());
    assertTrue(log.hasNextUnstableSnapshot());
    log.acceptUnstable();
    assertNull(log.nextUnstableSnapshot());
    assertFalse(log.hasNextUnstableSnapshot());
    assertTrue(log.hasNextOrInProgressSnapshot());
    log.append(Entries.of(8, 5));
    assertEquals(List.of(8L), indexes(log.entries(8, NO_LIMIT)));
    assertTrue(log.hasNextUnstableEntries());
    log.stableSnapTo(7);
    assertFalse(log.hasNextOrInProgressSnapshot());
  }

  private RaftLog over(StableLog stable) {
    return new RaftLog(stable, lines, NO_LIMIT);
  }

  private static <X extends RaftException> void assertRefused(
      Class<X> type, String message, Runnable action) {
    assertEquals(message, assertThrows(type, action::run).getMessage());
  }
}
