package io.togglebolt.wal.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.runtime.FileClosedException;
import io.togglebolt.testkit.DiskFaults.Failure;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What any writer of the log owes. Extend it with one method, which makes the factory.
 *
 * <p>Tests that cut the power are for writers that say they are durable; all others are for every
 * writer.
 */
public abstract class WalWriterContract {
  private static final int LONG_RUN_STEPS = 120;
  private static final int SHORT_RUN_STEPS = 14;
  private static final int SEEDS = 6;
  private static final int CUTS_AT_ONE_MOMENT = 3;

  /** A factory, as a user has it. */
  protected abstract WalWriterFactory factory();

  @Test
  void isMadeByANamedFactory() {
    WalWriterFactory factory = factory();
    assertFalse(factory.name().isBlank(), "a factory without a name");
    assertEquals(factory.name(), factory().name());
    assertEquals(factory.ranking(), factory().ranking());
    assertEquals(factory.durable(), factory().durable());
  }

  @Test
  void isDescribedAsItDescribesItself() throws Exception {
    Registration.check(factory());
  }

  @Test
  void isClosedBeforeItBeginsAnything() {
    WalWriterFactory factory = factory();
    List<WalWriter> many = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      many.add(factory.create());
    }
    many.forEach(WalWriter::close);
  }

  @Test
  void writersOfOneFactoryShareNothing() throws IOException {
    WalWriterFactory factory = factory();
    try (StagedLog one = new StagedLog(factory, 1);
        StagedLog other = new StagedLog(factory, 2)) {
      one.beginAt(4_000, 0);
      other.beginAt(16, 8_192);
      for (int i = 1; i < 20; i++) {
        one.append(8 * i);
        other.append(80 * i);
      }
      one.closeWriter();
      other.append(8);
      other.closeWriter();
      one.assertHolds(one.disk);
      other.assertHolds(other.disk);
    }
  }

  @Test
  void whatIsAppendedStandsInTheFile() {
    Seeds.check(
        1_000,
        SEEDS,
        random -> {
          try (StagedLog log = new StagedLog(factory(), random.next())) {
            for (int i = 0; i < 10; i++) {
              log.run(LONG_RUN_STEPS / 10);
              log.assertHolds(log.disk);
            }
            log.closeWriter();
            log.assertHolds(log.disk);
            log.assertNothingRefused();
          }
        });
  }

  @Test
  void appendsMayBeOfMegabytes() throws IOException {
    try (StagedLog log = new StagedLog(factory(), 3)) {
      log.beginAt(8 * 1_021, 64);
      for (int length : new int[] {8, 1 << 20, 24, (5 << 20) + 8, 4_096 * 3, (1 << 20) - 8, 8}) {
        log.append(length);
        log.assertHolds(log.disk);
      }
      log.beginNext();
      log.append(2 << 20);
      log.closeWriter();
      log.assertHolds(log.disk);
    }
  }

  @Test
  void goesOnAtEveryOffsetOfAPage() throws IOException {
    try (StagedLog log = new StagedLog(factory(), 4)) {
      for (int offset = 4_096 - 8; offset <= 3 * 4_096; offset += 8) {
        log.beginAt(offset, offset % 16 == 0 ? 0 : 64);
        log.append(24);
      }
      log.closeWriter();
      log.assertHolds(log.disk);
    }
  }

  @Test
  void mayBeCalledByAnotherThreadEachTime() {
    Seeds.check(
        2_000,
        2,
        random -> {
          try (StagedLog log = new StagedLog(factory(), random.next(), Threads::callOnNewThread)) {
            log.run(LONG_RUN_STEPS);
            log.closeWriter();
            log.assertHolds(log.disk);
            log.assertNothingRefused();
          }
        });
  }

  @Test
  void preparedSegmentsAreZerosOfTheLengthAskedFor() throws IOException {
    try (StagedLog log = new StagedLog(factory(), 5)) {
      for (long size : new long[] {4_096, 8, 10_000, 3_000_000, 64 * 4_096}) {
        log.prepare(size);
        log.assertHolds(log.disk);
      }
      for (int i = 0; i < 5; i++) {
        log.beginNext();
        log.append(8 * 700);
        log.prepare(12_288);
      }
      log.assertHolds(log.disk);
      log.closeWriter();
    }
  }

  @Test
  void preparesWhileAnotherThreadAppends() throws Exception {
    try (StagedLog log = new StagedLog(factory(), 6)) {
      log.beginAt(24, 64);
      StagedSegment next = log.newSegment();
      Threads.Task preparing = new Threads.Task(() -> log.writer().prepare(next, 3 << 20));
      log.segment().interrupt(preparing::startAndLetRun);
      log.append(8 * 1_000);
      preparing.join();
      log.append(16);
      log.assertHolds(log.disk);
      assertZeros(log.disk.content(next.path()), 3 << 20);
      log.closeWriter();
    }
  }

  @Test
  void appendsWhileAnotherThreadPrepares() throws Exception {
    try (StagedLog log = new StagedLog(factory(), 7)) {
      log.beginAt(24, 64);
      log.append(64);
      StagedSegment next = log.newSegment();
      Threads.Task appending = new Threads.Task(() -> log.append(8 * 1_000));
      next.interrupt(appending::startAndLetRun);
      log.writer().prepare(next, 3 << 20);
      appending.join();
      log.append(16);
      log.assertHolds(log.disk);
      assertZeros(log.disk.content(next.path()), 3 << 20);
      log.closeWriter();
    }
  }

  private static void assertZeros(byte[] found, int length) {
    assertEquals(length, found.length, "how long a prepared segment is");
    for (int i = 0; i < length; i++) {
      assertEquals(0, found[i], "what a prepared segment holds at " + i);
    }
  }

  @Test
  void outlivesEveryPowerCut() {
    assumeTrue(factory().durable(), "the writer is not durable");
    Seeds.check(
        3_000,
        SEEDS,
        random -> {
          long script = random.next();
          long changes = StagedLog.changes(faultless(script));
          for (long change = 0; change < changes; change++) {
            cutPowerAfter(change, script, random);
          }
        });
  }

  private SimulatedDisk faultless(long script) throws IOException {
    try (StagedLog log = new StagedLog(factory(), script)) {
      log.run(SHORT_RUN_STEPS);
      log.closeWriter();
      return log.disk;
    }
  }

  private void cutPowerAfter(long changes, long script, SplitMix64 random) throws IOException {
    try (StagedLog log = new StagedLog(factory(), script)) {
      log.disk.faults().powerOffAfter(changes);
      assertThrows(
          IOException.class,
          () -> log.run(SHORT_RUN_STEPS),
          () -> "the power went off after " + changes + " changes, and the writer said nothing");
      for (int i = 0; i < CUTS_AT_ONE_MOMENT; i++) {
        log.assertHolds(log.disk.powerCut(random));
      }
      log.closeWriter();
    }
  }

  @Test
  void anAppendOfMegabytesOutlivesEveryPowerCut() throws IOException {
    assumeTrue(factory().durable(), "the writer is not durable");
    SplitMix64 random = new SplitMix64(8);
    for (long change = 0; appendMegabytes(change, random); change++) {
      assertTrue(change < 100_000, "an append of 3 MiB changes the disk without an end");
    }
  }

  /** Returns whether the power went off. */
  private boolean appendMegabytes(long powerOffAfter, SplitMix64 random) throws IOException {
    try (StagedLog log = new StagedLog(factory(), 9)) {
      log.beginAt(4_096 + 512, 8);
      log.append(24);
      log.disk.faults().powerOffAfter(powerOffAfter);
      boolean off = false;
      try {
        log.append(3 << 20);
      } catch (IOException expected) {
        off = log.disk.faults().isPowerOff();
        assertTrue(off, () -> "failed while the power was on: " + expected);
      }
      log.assertHolds(log.disk.powerCut(random));
      log.closeWriter();
      return off;
    }
  }

  @Test
  void saysSoWhenAnythingFails() {
    Seeds.check(
        4_000,
        SEEDS,
        random -> {
          long script = random.next();
          long operations = StagedLog.operations(faultless(script));
          for (long n = 1; n <= operations; n++) {
            failAt(n, Failure.HALF_DONE, script);
            failAt(n, Failure.REFUSED, script);
          }
        });
  }

  private void failAt(long n, Failure failure, long script) throws IOException {
    boolean durable = factory().durable();
    try (StagedLog log = new StagedLog(factory(), script)) {
      log.disk.faults().failAt(n, failure);
      try {
        log.run(SHORT_RUN_STEPS);
        fail("operation " + n + " failed, and the writer said nothing");
      } catch (IOException expected) {
        log.assertHolds(log.disk);
        if (log.writerThrew() && log.appendIsUnderWay()) {
          log.assertNextAppendPretendsNothing(durable);
        }
      }
      log.closeWriter();
    }
  }

  @Test
  void isRefusedWhenTheSegmentIsTakenAway() throws IOException {
    try (StagedLog log = new StagedLog(factory(), 10)) {
      log.beginAt(1_024, 8_192);
      log.append(512);
      log.segment().fence();
      assertThrows(FileClosedException.class, () -> log.append(64));
      log.assertHolds(log.disk);
      log.closeWriter();
      log.assertHolds(log.disk);
    }
  }

  @Test
  void isRefusedInTheMiddleOfAnAppend() throws IOException {
    int calls;
    try (StagedLog log = new StagedLog(factory(), 11)) {
      log.beginAt(1_024, 0);
      int before = log.segment().calls().size();
      log.append(1 << 20);
      calls = log.segment().calls().size() - before;
      log.closeWriter();
    }
    assertTrue(calls > 0, "an append that does nothing");
    for (int i = 0; i < calls; i++) {
      try (StagedLog log = new StagedLog(factory(), 11)) {
        log.beginAt(1_024, 0);
        log.segment().fenceAfter(i);
        assertThrows(FileClosedException.class, () -> log.append(1 << 20));
        log.assertHolds(log.disk);
        log.closeWriter();
      }
    }
  }

  @Test
  void freesItsMemoryWhenItIsClosed() {
    Seeds.check(
        5_000,
        SEEDS,
        random -> {
          try (StagedLog log = new StagedLog(factory(), random.next())) {
            log.run(SHORT_RUN_STEPS);
            log.closeWriter();
            log.assertNoMemoryLeft();
          }
        });
  }
}
