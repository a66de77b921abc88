package io.togglebolt.freelist.exact.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much work the policy does and what it keeps, counted and not timed. */
final class ExactFreelistScaleTest {
  private static final int MILLION = 1_000_000;
  private static final long[] NO_READERS = {};

  /** How the readers of a history end. */
  private enum Closing {
    OLDEST_FIRST,
    NEWEST_FIRST,
    ANY
  }

  /** The looks at runs in a history, and the runs that it freed. */
  private record Effort(long looks, long runs, int mostReaders) {}

  /**
   * A history with a thousand readers and more: each transaction frees a few runs that others
   * allocated a while ago; readers open, and close in the order that is asked for.
   */
  private static Effort history(int transactions, Closing closing) {
    Random random = new Random(7);
    ExactFreelist policy = new ExactFreelist();
    TreeSet<Long> readers = new TreeSet<>();
    long runs = 0;
    int mostReaders = 0;
    for (long txid = 2; txid < transactions; txid++) {
      // Waves: many readers come, then all but a few go.
      boolean rising = txid / 2_000 % 2 == 0;
      if (rising && txid % 2 == 0) {
        readers.add(txid - 1);
      } else if (!rising && readers.size() > 3) {
        close(readers, closing, random);
      }
      mostReaders = Math.max(mostReaders, readers.size());
      policy.release(readers.stream().mapToLong(Long::longValue).toArray(), run -> {});
      for (int i = 0; i < 8; i++) {
        long allocatedBy = Math.max(1, txid - random.nextInt(1_500));
        runs++;
        policy.freed(new PendingRun(1 + runs, 1, allocatedBy, Origin.FREELIST, 0, Kind.TREE, txid));
      }
    }
    policy.release(NO_READERS, run -> {});
    assertEquals(new PageSetDigest(), policy.digest());
    return new Effort(policy.looks(), runs, mostReaders);
  }

  private static void close(TreeSet<Long> readers, Closing closing, Random random) {
    switch (closing) {
      case OLDEST_FIRST -> readers.pollFirst();
      case NEWEST_FIRST -> readers.pollLast();
      case ANY -> {
        List<Long> all = new ArrayList<>(readers);
        readers.remove(all.get(random.nextInt(all.size())));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OLDEST_FIRST", "NEWEST_FIRST", "ANY"})
  void looksAtEachRunALogarithmicNumberOfTimesHoweverManyReadersComeAndGo(String order) {
    Effort effort = history(12_000, Closing.valueOf(order));
    assertTrue(effort.mostReaders > 500, "too few readers: " + effort);
    double log = Math.log(effort.runs) / Math.log(2);
    assertTrue(effort.looks < 8 * log * effort.runs, effort + ", log2 " + log);
  }

  @Test
  void takesAMillionRunsUnderOneReaderAndReleasesThemWhenItCloses() {
    for (boolean ascending : new boolean[] {true, false}) {
      ExactFreelist policy = new ExactFreelist();
      for (int i = 0; i < MILLION; i++) {
        long allocatedBy = ascending ? 1 + i : MILLION - i;
        policy.freed(
            new PendingRun(2 + 3L * i, 2, allocatedBy, Origin.FREELIST, 0, Kind.TREE, MILLION + 1));
      }
      int[] released = {0};
      policy.release(new long[] {MILLION}, run -> released[0]++);
      assertEquals(0, released[0]);
      policy.release(NO_READERS, run -> released[0]++);
      assertEquals(MILLION, released[0]);
      assertEquals(new PageSetDigest(), policy.digest());
    }
  }

  @Test
  void aReaderWithAMillionRunsMayCloseAboveAnother() {
    ExactFreelist policy = new ExactFreelist();
    for (int i = 0; i < MILLION; i++) {
      long allocatedBy = i % 2 == 0 ? 5 : 15;
      policy.freed(new PendingRun(2 + i, 1, allocatedBy, Origin.FREELIST, 0, Kind.TREE, 20));
    }
    int[] released = {0};
    policy.release(new long[] {10, 19}, run -> released[0]++);
    assertEquals(0, released[0]);
    policy.release(new long[] {10}, run -> released[0]++);
    assertEquals(MILLION / 2, released[0]);
    assertTrue(policy.looks() < 150L * MILLION, "looked " + policy.looks() + " times");
    policy.release(NO_READERS, run -> released[0]++);
    assertEquals(MILLION, released[0]);
  }

  /** What a database waits for when it hands over. */
  @Test
  void aNewPolicyServesAMillionRunsAfterAFewLooks() {
    ExactFreelist policy = new ExactFreelist();
    for (int i = 0; i < MILLION; i++) {
      policy.freed(new PendingRun(2 + i, 1, 1, Origin.FREELIST, 0, Kind.TREE, 10 + i / 2));
    }
    long before = policy.looks();
    policy.release(new long[] {1, 5_000, 400_000}, run -> {});
    assertEquals(MILLION, policy.kept());
    assertTrue(policy.looks() - before < 1_000, "looked " + (policy.looks() - before) + " times");
  }

  /** As one that runs beside another, or catches up with it: it hears much and is never asked. */
  @Test
  void nothingIsLeftOfWhatWasForgotten() {
    ExactFreelist policy = new ExactFreelist();
    Random random = new Random(3);
    Deque<PendingRun> pending = new ArrayDeque<>();
    long next = 2;
    for (int i = 0; i < MILLION; i++) {
      long freedBy = 10 + i / 4;
      PendingRun run =
          new PendingRun(
              next++, 1, freedBy - random.nextInt(10), Origin.FREELIST, 0, Kind.TREE, freedBy);
      policy.freed(run);
      pending.add(run);
      if (pending.size() > 1_000) {
        policy.forget(pending.removeFirst());
      }
      assertTrue(policy.kept() <= 1_000, "kept " + policy.kept());
    }
    assertTrue(policy.looks() < 150L * MILLION, "looked " + policy.looks() + " times");
    pending.forEach(policy::forget);
    assertEquals(0, policy.kept());
    assertEquals(new PageSetDigest(), policy.digest());
  }

  @Test
  void forgettingInAnyOrderLeavesTheRestAsItWas() {
    ExactFreelist policy = new ExactFreelist();
    List<PendingRun> runs = new ArrayList<>();
    Random random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      runs.add(
          new PendingRun(2 + i, 1, 1 + random.nextInt(100), Origin.FREELIST, 0, Kind.TREE, 200));
    }
    runs.forEach(policy::freed);
    policy.release(new long[] {150}, run -> {});
    Collections.shuffle(runs, random);
    runs.subList(0, 40_000).forEach(policy::forget);
    List<PendingRun> kept = new ArrayList<>(runs.subList(40_000, 50_000));
    List<PendingRun> released = new ArrayList<>();
    for (long reader = 100; reader >= 0; reader--) {
      long last = reader;
      released.clear();
      policy.release(reader == 0 ? NO_READERS : new long[] {reader}, released::add);
      List<PendingRun> expected = kept.stream().filter(run -> run.allocatedBy() > last).toList();
      assertEquals(new TreeSet<>(starts(expected)), new TreeSet<>(starts(released)));
      kept.removeAll(new HashSet<>(expected));
    }
    assertEquals(List.of(), kept);
  }

  private static List<Long> starts(List<PendingRun> runs) {
    return runs.stream().map(PendingRun::start).toList();
  }
}
