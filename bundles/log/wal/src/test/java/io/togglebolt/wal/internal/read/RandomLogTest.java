package io.togglebolt.wal.internal.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.InvalidWalException;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.SnapshotMarkNotFoundException;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random logs, against a model that is no more than a map. */
class RandomLogTest {

  /** What was written, as a map from index to entry. */
  private static final class Model {
    private final TestSegments log = new TestSegments();
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final List<SnapshotMark> marks = new ArrayList<>(List.of(SnapshotMark.BEGINNING));
    private HardState state = HardState.EMPTY;
    private long term = 1;
    private long count;
    private int segments = 1;

    private void act(SplitMix64 random) {
      long last = entries.isEmpty() ? 0 : entries.lastKey();
      switch (random.below(12)) {
        case 0 -> overwrite(random, last);
        case 1 -> mark(random, last);
        case 2 -> {
          state = new HardState(term, random.next(), random.below(last + 1));
          log.state(state);
        }
        case 3 -> {
          if (random.chance(1, 2)) {
            log.cut();
            segments++;
          }
        }
        default -> append(random, last + 1);
      }
    }

    private void overwrite(SplitMix64 random, long last) {
      // What a mark covers was committed, and is never written over.
      long least = marks.getLast().index();
      if (last > least) {
        term++;
        append(random, least + 1 + random.below(last - least));
      }
    }

    private void append(SplitMix64 random, long index) {
      byte[] data = random.bytes(random.chance(1, 10) ? random.below(9_000) : random.below(200));
      Entry entry = new Entry(random.choice(EntryType.values()), term, index, data);
      entries.tailMap(index).clear();
      entries.put(index, entry);
      log.entry(entry);
      count++;
    }

    private void mark(SplitMix64 random, long last) {
      long least = marks.getLast().index();
      if (last > least) {
        long index = least + 1 + random.below(last - least);
        ConfState members = random.chance(1, 2) ? ConfState.ofVoters(1L, -1L) : null;
        SnapshotMark mark = new SnapshotMark(index, entries.get(index).term(), members);
        marks.add(mark);
        log.mark(mark);
      }
    }
  }

  private static Model model(SplitMix64 random) {
    Model model = new Model();
    for (int i = random.below(120); i > 0; i--) {
      model.act(random);
    }
    return model;
  }

  @Test
  void everyMarkGivesTheEntriesBehindIt() {
    Seeds.check(
        1,
        300,
        random -> {
          Model model = model(random);
          SimulatedDisk disk = model.log.disk(random.below(2) * 5_000);
          for (SnapshotMark mark : model.marks) {
            ReplayedLog replayed = new ReplayedLog();
            LogEnd end = Reading.replay(disk, mark, replayed);
            assertEquals(
                List.copyOf(model.entries.tailMap(mark.index(), false).values()),
                replayed.entries());
            assertEquals(TestSegments.OWNER, replayed.metadata());
            assertEquals(model.state, replayed.hardState());
            assertEquals(model.log.end(), end.offset());
            assertEquals(model.log.chain(), end.chain());
            assertEquals(model.log.names().getLast(), end.segment().name());
            assertEquals(model.entries.isEmpty() ? 0 : model.entries.lastKey(), end.lastIndex());
            assertTrue(end.torn().isEmpty());
          }
          WalSummary summary = new LogTools(disk).verify(TestSegments.DIRECTORY);
          assertEquals(model.count, summary.entries());
          assertEquals(model.segments, summary.segments());
          assertEquals(model.state, summary.state());
          assertEquals(model.marks.getLast(), summary.lastMark());
        });
  }

  @Test
  void theVisitorIsToldInOrder() {
    SnapshotMark first = SnapshotMark.of(2, 1);
    SnapshotMark second = SnapshotMark.of(4, 1);
    TestSegments log =
        new TestSegments()
            .entries(1, 1, 3)
            .mark(first)
            .state(new HardState(1, 1, 1))
            .cut()
            .entries(1, 4, 4)
            .mark(second)
            .entries(1, 5, 5)
            .state(new HardState(1, 1, 5));
    List<String> told = new ArrayList<>();
    Reading.replay(
        log.disk(0),
        first,
        new WalVisitor() {
          @Override
          public void entry(Entry entry) {
            told.add("entry " + entry.index());
          }

          @Override
          public void hardState(HardState state) {
            told.add("commit " + state.commit());
          }

          @Override
          public void metadata(WalMetadata metadata) {
            told.add(metadata.toString());
          }

          @Override
          public void snapshot(SnapshotMark mark) {
            told.add("mark " + mark.index());
          }
        });
    assertEquals(
        List.of("node abc of cluster def", "entry 3", "entry 4", "mark 4", "entry 5", "commit 5"),
        told);
  }

  @Test
  void readingBeginsAtTheLastSegmentThatMayHoldTheMark() {
    SnapshotMark mark = SnapshotMark.of(5, 1);
    TestSegments log =
        new TestSegments()
            .entries(1, 1, 3)
            .cut()
            .entries(1, 4, 8)
            .mark(mark)
            .cut()
            .entries(1, 9, 9);
    SimulatedDisk disk = log.disk(0);
    // What is before it need not be there, nor be whole.
    disk.put(TestSegments.DIRECTORY.resolve(log.name(0).fileName()), new byte[] {1, 2, 3});
    ReplayedLog replayed = new ReplayedLog();
    LogEnd end = Reading.replay(disk, mark, replayed);
    assertEquals(List.of(6L, 7L, 8L, 9L), replayed.entries().stream().map(Entry::index).toList());
    assertEquals(log.chain(), end.chain());
    assertEquals(9, end.lastIndex());
  }

  @Test
  void whatALeaderWroteOverBeforeTheMarkIsGone() {
    // Entry 2 of term 3 takes the place of 2 to 5, is committed, and a snapshot is taken of it.
    SnapshotMark mark = SnapshotMark.of(2, 3);
    TestSegments log = new TestSegments().entries(1, 1, 5).cut().entries(3, 2, 2).mark(mark);
    ReplayedLog replayed = new ReplayedLog();
    Reading.replay(log.disk(0), mark, replayed);
    assertEquals(List.of(), replayed.entries());
    log.entries(3, 3, 4);
    ReplayedLog later = new ReplayedLog();
    assertEquals(4, Reading.replay(log.disk(0), mark, later).lastIndex());
    assertEquals(List.of(3L, 3L), later.entries().stream().map(Entry::term).toList());
  }

  @Test
  void whatASnapshotOfALeaderReplacedIsGone() {
    // Entries 3 to 5 of term 1 were never committed; a leader of term 2 sent a snapshot instead.
    SnapshotMark mark = SnapshotMark.of(3, 2);
    TestSegments log = new TestSegments().entries(1, 1, 5).mark(mark);
    ReplayedLog replayed = new ReplayedLog();
    Reading.replay(log.disk(0), mark, replayed);
    assertEquals(List.of(), replayed.entries());
    log.cut().entries(2, 4, 4);
    ReplayedLog later = new ReplayedLog();
    Reading.replay(log.disk(0), mark, later);
    assertEquals(List.of(2L), later.entries().stream().map(Entry::term).toList());
  }

  @Test
  void whatFollowsOnTheEntryOfAMarkStays() {
    SnapshotMark mark = SnapshotMark.of(3, 2);
    TestSegments log = new TestSegments().entries(1, 1, 2).entries(2, 3, 5).mark(mark);
    ReplayedLog replayed = new ReplayedLog();
    Reading.replay(log.disk(0), mark, replayed);
    assertEquals(List.of(4L, 5L), replayed.entries().stream().map(Entry::index).toList());
  }

  @Test
  void whatASnapshotHoldsIsNotWrittenOver() {
    SnapshotMark mark = SnapshotMark.of(2, 1);
    TestSegments log = new TestSegments().entries(1, 1, 4).mark(mark).entries(2, 2, 2);
    InvalidWalException thrown =
        assertThrows(
            InvalidWalException.class, () -> Reading.replay(log.disk(0), mark, new ReplayedLog()));
    assertTrue(thrown.getMessage().contains("index 2; expected 3 or more"), thrown.getMessage());
  }

  @Test
  void aMarkBehindTheLastEntryIsTheLastIndex() {
    TestSegments log = new TestSegments().entries(1, 1, 3).mark(SnapshotMark.of(70, 2));
    LogEnd end = Reading.replay(log.disk(0), SnapshotMark.BEGINNING, WalVisitor.NONE);
    assertEquals(70, end.lastIndex());
    assertEquals(SnapshotMark.of(70, 2), end.lastMark());
    assertEquals(3, Reading.of(log.disk(0)).summary().lastIndex(), "of entries alone");
  }

  @Test
  void aMarkThatIsNotThereIsNamed() {
    TestSegments log =
        new TestSegments().entries(3, 1, 3).mark(SnapshotMark.of(2, 3)).cut().entries(3, 4, 4);
    SimulatedDisk disk = log.disk(0);
    assertMissing(disk, SnapshotMark.of(2, 4), "index 2 of term 4 is not in the log; the one");
    assertMissing(disk, SnapshotMark.of(1, 3), "index 1 of term 3 is not in the log");
    assertMissing(disk, SnapshotMark.of(900, 3), "index 900 of term 3 is not in the log");
    SimulatedDisk younger = new SimulatedDisk();
    younger.put(TestSegments.DIRECTORY.resolve(log.name(1).fileName()), log.content(1));
    assertMissing(younger, SnapshotMark.of(2, 3), "whose oldest segment begins at index 4");
  }

  private static void assertMissing(SimulatedDisk disk, SnapshotMark mark, String problem) {
    WalVisitor toldNothing = entry -> fail("told " + entry);
    SnapshotMarkNotFoundException thrown =
        assertThrows(
            SnapshotMarkNotFoundException.class, () -> Reading.replay(disk, mark, toldNothing));
    assertTrue(thrown.getMessage().contains(problem), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("/log"), thrown.getMessage());
  }

  @Test
  void framesMaySpanChunksAndBeLargerThanOne() {
    Seeds.check(
        1,
        5,
        random -> {
          TestSegments log = new TestSegments();
          List<Entry> written = new ArrayList<>();
          for (long index = 1; index <= 6; index++) {
            if (index % 3 == 0) {
              log.cut();
            }
            int most = index == 4 ? 2 * SegmentInput.CHUNK_BYTES : SegmentInput.CHUNK_BYTES;
            Entry entry = Entry.of(1, index, random.bytes(most - random.below(4_000)));
            written.add(entry);
            log.entry(entry);
          }
          ReplayedLog replayed = new ReplayedLog();
          Reading.replay(log.disk(1_000), SnapshotMark.BEGINNING, replayed);
          assertEquals(written, replayed.entries());
        });
  }

  @Test
  void whatAVisitorThrowsReachesTheCaller() {
    SimulatedDisk disk = new TestSegments().entries(1, 1, 3).disk(0);
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                Reading.replay(
                    disk,
                    SnapshotMark.BEGINNING,
                    entry -> {
                      throw new IllegalStateException("no more of " + entry.index());
                    }));
    assertEquals("no more of 1", thrown.getMessage());
  }
}
