package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import io.togglebolt.testkit.SimulatedDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What was released and waits: an allocation finds it, and does not wait for all of it. */
class ReleasingTest {
  private static final int TAKEN_IN = 2;
  private static final byte[] BUCKET = {'b'};

  private final Ledger ledger = new Ledger();
  private final Releasing releasing = new Releasing(ledger, TAKEN_IN);
  private final RunSet free = new RunSet();
  private int steps;

  private static PendingRun run(long start, int pages) {
    return new PendingRun(start, pages, PendingRun.UNKNOWN, Origin.UNKNOWN, 0, Kind.TREE, 1);
  }

  private void release(List<PendingRun> runs) {
    ledger.commit(1, runs, List.of());
    FreelistPolicy policy = EngineBed.policy("exact").create();
    runs.forEach(policy::freed);
    releasing.accept(releasing.ask(policy, new long[0]));
  }

  /** Takes a run as a transaction does, at the lowest place. */
  private long take(int pages) {
    steps = 0;
    long start = releasing.search(pages, () -> free.lowest(pages), this::step);
    if (start != RunSet.NONE) {
      free.remove(start, pages);
    }
    return start;
  }

  private void step() {
    steps++;
    releasing.takeSome(free::add);
  }

  /** 60 single pages, none beside another. */
  private static List<PendingRun> singles() {
    List<PendingRun> runs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      runs.add(run(10 + 2L * i, 1));
    }
    return runs;
  }

  @Test
  void aRunThatNothingWaitingIsLongEnoughForTakesInOneStepOnly() {
    release(singles());
    assertEquals(RunSet.NONE, take(2));
    assertEquals(1, steps);
    assertEquals(TAKEN_IN, free.pages());
    assertEquals(60 - TAKEN_IN, releasing.pages());
  }

  @Test
  void whatIsReleasedAfterTheQuestionIsRefused() {
    ledger.commit(1, singles(), List.of());
    AtomicReference<FreelistPolicy.Releases> kept = new AtomicReference<>();
    FreelistPolicy policy =
        new UnreliablePolicy(
            EngineBed.policy("exact").create(),
            UnreliablePolicy.Fault.LOSES_PAGES,
            Integer.MAX_VALUE) {
          @Override
          public void release(long[] readers, Releases releases) {
            kept.set(releases);
            releases.release(singles().getFirst());
          }
        };
    Releasing.Answer answer = releasing.ask(policy, new long[0]);
    assertThrows(IllegalStateException.class, () -> kept.get().release(singles().getLast()));
    assertEquals(List.of(singles().getFirst()), answer.runs());
  }

  @Test
  void whileSinglePagesWaitEachSinglePageIsFound() {
    release(singles());
    for (int i = 0; i < 60; i++) {
      assertEquals(10 + 2L * i, take(1));
    }
    assertEquals(RunSet.NONE, take(1));
    assertEquals(0, releasing.pages());
  }

  @Test
  void aLongEnoughRunIsTakenInHoweverHighItLies() {
    List<PendingRun> runs = singles();
    runs.add(run(500, 1));
    runs.add(run(501, 1));
    runs.add(run(502, 1));
    runs.add(run(700, 1));
    runs.add(run(702, 1));
    runs.add(run(704, 1));
    release(runs);
    assertEquals(500, take(3));
    assertNotEquals(0, releasing.pages(), "what lies above it waits");
    assertEquals(RunSet.NONE, take(3));
    assertEquals(1, steps, "the long one waits no more");
  }

  @Test
  void aCopyOfWhatWaitsGoesItsOwnWay() {
    release(singles());
    step();
    Releasing copy = new Releasing(new Ledger(), releasing.waiting());
    RunSet there = new RunSet();
    while (copy.areSome()) {
      copy.takeSome(there::add);
    }
    assertEquals(60 - TAKEN_IN, there.pages());
    assertEquals(60 - TAKEN_IN, releasing.pages());
    there.forEach((start, pages) -> assertEquals(false, free.touches(start, pages)));
  }

  /** Whoever takes a report's figures makes the writer wait for copies, and not for the sum. */
  @Test
  void whatIsFreeIsPutTogetherByWhoeverLooksAndNotWhereItIsTaken() {
    release(singles());
    step();
    RunSet copy = free.copy();
    FreePages taken = new FreePages(copy, releasing.waiting());
    assertEquals(TAKEN_IN, copy.pages(), "nothing is added before somebody looks");
    while (releasing.areSome()) {
      step();
    }
    assertEquals(10, take(1));
    assertEquals(60, taken.all().pages());
    assertEquals(60, taken.all().pages(), "and once only");
    singles().forEach(run -> assertTrue(copy.contains(run.start(), 1), run::toString));
  }

  @Test
  void theFileDoesNotGrowWhileReleasedPagesWait() {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk(), TAKEN_IN);
    try (Database database = bed.open(1024)) {
      write(database, 300, 0);
      try (Transaction _ = database.beginRead()) {
        write(database, 300, 1);
      }
      write(database, 1, 2);
      long end = database.stats().highWaterPage();
      for (int i = 3; i < 12; i++) {
        // Fewer nodes than those for which a commit may rather grow the file.
        write(database, 30, i);
        assertEquals(end, database.stats().highWaterPage());
      }
      Model.assertSound(database);
    }
  }

  @Test
  void whatWaitsCountsAsFreeInEveryReport() {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk(), TAKEN_IN);
    try (Database database = bed.open(1024)) {
      write(database, 300, 0);
      try (Transaction _ = database.beginRead()) {
        for (int i = 1; i < 6; i++) {
          write(database, 300, i);
        }
      }
      database.beginWrite().close();
      long free = database.stats().freePages();
      assertTrue(free > 100, "only " + free + " pages are free");
      assertEquals(0, database.stats().pendingPages());
      assertEquals(free, database.space().freePages());
      assertEquals(0, database.space().pendingPages());
    }
  }

  private static void write(Database database, int keys, int salt) {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucketIfMissing(BUCKET);
          for (int i = 0; i < keys; i++) {
            bucket.put(new byte[] {(byte) (i * 7 >> 8), (byte) (i * 7)}, new byte[400 + salt]);
          }
        });
  }
}
