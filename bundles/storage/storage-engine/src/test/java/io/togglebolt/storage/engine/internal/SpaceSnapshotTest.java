package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.SpaceReport.Holder;
import io.togglebolt.storage.SpaceReport.LengthClass;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpaceSnapshotTest {
  private static final long NOW = 40;

  private static ReaderInfo reader(long id, long transaction) {
    return new ReaderInfo(id, transaction, "", 0, 0, false, "", "");
  }

  private static PendingRun run(long start, int pages, long allocatedBy, long freedBy) {
    return new PendingRun(start, pages, allocatedBy, Origin.UNKNOWN, 0, Kind.TREE, freedBy);
  }

  private static SpaceReport report(
      RunSet free, List<PendingRun> pending, List<ReaderInfo> readers, long... seen) {
    Meta state = new Meta(4096, 3, 0, Layouts.NO_FREELIST, 100_000, NOW);
    return new SpaceSnapshot(state, 4096 * 200_000L, FreePages.of(free), pending, 0, readers, seen)
        .report();
  }

  @Test
  void whoHoldsWhatIsAsCountedOneByOne() {
    Seeds.check(1, 300, SpaceSnapshotTest::compareWithCountingOneByOne);
  }

  private static void compareWithCountingOneByOne(SplitMix64 random) {
    List<ReaderInfo> readers = new ArrayList<>();
    for (int i = random.below(6); i > 0; i--) {
      // Not in the order of what they see, and some see the same.
      readers.add(reader(readers.size(), 1 + random.below(NOW)));
    }
    List<PendingRun> pending = new ArrayList<>();
    long start = 2;
    for (int i = random.below(40); i > 0; i--) {
      long freedBy = 1 + random.below(NOW);
      Kind kind = random.chance(1, 8) ? Kind.FREELIST : Kind.TREE;
      int pages = 1 + random.below(5);
      pending.add(
          new PendingRun(
              start, pages, random.below(freedBy + 1), Origin.UNKNOWN, 0, kind, freedBy));
      start += pages;
    }
    SpaceReport report =
        report(
            new RunSet(),
            pending,
            readers,
            readers.stream().mapToLong(ReaderInfo::transaction).distinct().sorted().toArray());
    assertEquals(pages(pending, readers, 0), report.releasablePages());
    assertEquals(pending.stream().mapToLong(PendingRun::pages).sum(), report.pendingPages());
    assertEquals(readers, report.readers().stream().map(Holder::reader).toList());
    for (Holder holder : report.readers()) {
      List<PendingRun> seen =
          pending.stream().filter(run -> run.visibleTo(holder.reader().transaction())).toList();
      assertEquals(seen.stream().mapToLong(PendingRun::pages).sum(), holder.heldPages());
      assertEquals(pages(seen, readers, 1), holder.heldAlonePages());
    }
  }

  /** The pages that exactly so many readers see. */
  private static long pages(List<PendingRun> runs, List<ReaderInfo> readers, long seers) {
    return runs.stream()
        .filter(
            run ->
                readers.stream().filter(reader -> run.visibleTo(reader.transaction())).count()
                    == seers)
        .mapToLong(PendingRun::pages)
        .sum();
  }

  @Test
  void aReaderThatIsSeenButNotListedYetHoldsPagesToo() {
    List<PendingRun> pending = List.of(run(10, 3, 1, 30));
    SpaceReport alone = report(new RunSet(), pending, List.of(reader(1, 20)), 20);
    assertEquals(3, alone.readers().getFirst().heldAlonePages());
    SpaceReport withAnother = report(new RunSet(), pending, List.of(reader(1, 20)), 20, 25);
    assertEquals(0, withAnother.readers().getFirst().heldAlonePages());
    assertEquals(3, withAnother.readers().getFirst().heldPages());
    assertEquals(0, report(new RunSet(), pending, List.of(), 5).releasablePages());
  }

  @Test
  void freeRunsAreCountedInClassesThatEndAtPowersOfTwo() {
    RunSet free = new RunSet();
    long start = 10;
    for (long length : new long[] {1, 1, 2, 3, 4, 5, 8, 9, 16, 17}) {
      assertTrue(free.add(start, length));
      start += length + 1;
    }
    SpaceReport report = report(free, List.of(), List.of());
    assertEquals(
        List.of(
            new LengthClass(1, 1, 2, 2),
            new LengthClass(2, 2, 1, 2),
            new LengthClass(3, 4, 2, 7),
            new LengthClass(5, 8, 2, 13),
            new LengthClass(9, 16, 2, 25),
            new LengthClass(17, 32, 1, 17)),
        report.freeRuns().lengths());
    assertEquals(10, report.freeRuns().runs());
    assertEquals(17, report.freeRuns().longestPages());
    assertEquals(100_000 - 2 - 66, report.livePages());
    assertEquals(99_932 / 200_000.0, report.liveShare());
  }

  @Test
  void aMillionPendingAndFreeRunsAreCounted() {
    int runs = 1_000_000;
    RunSet free = new RunSet();
    List<PendingRun> pending = new ArrayList<>();
    List<ReaderInfo> readers = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      free.add(3_000_000 + 2L * i, 1);
      pending.add(run(2 + 2L * i, 1, i % 1_000, i % 1_000 + 1));
    }
    for (int i = 0; i < 1_000; i++) {
      readers.add(reader(i, i));
    }
    SpaceReport report =
        report(free, pending, readers, readers.stream().mapToLong(ReaderInfo::id).toArray());
    assertEquals(0, report.releasablePages());
    assertEquals(runs, report.freePages());
    for (Holder holder : report.readers()) {
      assertEquals(1_000, holder.heldAlonePages());
    }
  }
}
