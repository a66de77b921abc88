package io.togglebolt.wal.internal.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.ReplayedLog;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalException;
import io.togglebolt.wal.WalExistsException;
import io.togglebolt.wal.WalFailedException;
import io.togglebolt.wal.WalIOException;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same short history each time, on a disk that fails somewhere in it: some segments, marks,
 * releases, a purge, a new beginning. After a failure the log must refuse everything and say why;
 * opened again, it must hold all that was acknowledged, and the history goes on.
 */
final class LogScript {
  static final Path DIRECTORY = Path.of("/data/member/wal");
  static final WalMetadata OWNER = new WalMetadata(7, 8);
  static final String INJECTED = "injected failure";

  private static final int SAVES = 14;

  /** Some pages, or each would be written again with whatever comes after it. */
  private static final long SEGMENT_BYTES = 20_000;

  private static final WalOptions OPTIONS =
      WalOptions.defaults()
          .withSegmentBytes(SEGMENT_BYTES)
          .withBufferBytes(WalOptions.MIN_BUFFER_BYTES);

  private final SimulatedDisk disk;
  private final SplitMix64 random;
  private final @Nullable String writer;
  private final boolean diskWasGone;
  private LogBed bed;
  private LogModel model = new LogModel();
  private boolean made;
  private int failures;

  /**
   * Nothing is there yet.
   *
   * @param writer the one that writes
   * @param diskWasGone whether the disk takes nothing at all any more when it fails
   */
  LogScript(SimulatedDisk disk, SplitMix64 random, @Nullable String writer, boolean diskWasGone) {
    this.diskWasGone = diskWasGone;
    this.disk = disk;
    this.random = random;
    this.writer = writer;
    bed = new LogBed(disk, random);
  }

  /** Goes through the history; says how often the log failed. */
  int run() throws InterruptedException {
    Wal log = openAfterAll();
    for (int save = 0; save < SAVES; save++) {
      if (!step(log, save)) {
        failures++;
        assertRefuses(log);
        closeAfterAll(log);
        forget();
        log = openAfterAll();
      }
    }
    if (!closeAfterAll(log)) {
      failures++;
    } else {
      model.acknowledge(model.size());
    }
    disk.faults().clear();
    look(disk.powerCut(random));
    look(disk);
    return failures;
  }

  /**
   * After a failure nobody knows what is in the system's cache and on the disk. A disk that took
   * nothing any more let nobody take back what was not made durable either: what the cache holds of
   * it is lost only when the machine starts again, or the disk is attached again.
   */
  private void forget() {
    disk.faults().clear();
    if (diskWasGone || random.chance(1, 2)) {
      disk.dropCaches();
    }
  }

  private Wal openAfterAll() {
    for (int tries = 0; ; tries++) {
      bed = new LogBed(disk, random);
      try {
        return open();
      } catch (WalException refused) {
        assertTrue(tries < 2, () -> "does not open after the failure is over: " + refused);
        assertNamed(refused);
        failures++;
        forget();
      }
    }
  }

  private Wal open() {
    WalOptions options = OPTIONS.withWriter(writer);
    if (!made) {
      try {
        Wal log = bed.factory.create(DIRECTORY, OWNER, options);
        made = true;
        return log;
      } catch (WalExistsException halfDone) {
        made = true;
      }
    }
    LogModel left = prefix(bed);
    SnapshotMark from = left.marks().getLast();
    ReplayedLog found = new ReplayedLog();
    Wal log = bed.factory.open(DIRECTORY, from, found, options);
    bed.scheduler.runUntilIdle();
    assertEquals(left.replay(from), new LogModel.Replay(found.entries(), found.hardState()));
    model = left;
    return log;
  }

  /** The beginning of the history that is there. */
  private LogModel prefix(LogBed now) {
    return new LogModel(model, model.prefix(FoundRecords.in(now.factory.tools(), DIRECTORY)));
  }

  /** Says whether it was done; what was not must say why. */
  private boolean step(Wal log, int save) throws InterruptedException {
    try {
      if (save == SAVES / 2) {
        log.cut();
      }
      List<Entry> entries = new ArrayList<>();
      for (int count = random.between(1, 3); count > 0; count--) {
        long index = model.lastIndex() + 1 + entries.size();
        entries.add(Entry.of(1, index, random.bytes(random.between(100, 5_000))));
      }
      HardState state = new HardState(1, 1, model.lastIndex());
      int due = model.append(state, entries);
      log.save(state, entries);
      model.acknowledge(due);
      bed.scheduler.runUntilIdle();
      if (save % 4 == 3) {
        markAndRelease(log);
      }
      return true;
    } catch (WalException failed) {
      assertNamed(failed);
      return false;
    }
  }

  private void markAndRelease(Wal log) throws InterruptedException {
    SnapshotMark mark = SnapshotMark.of(model.safeIndex(), 1);
    int due = model.mark(mark);
    var future = log.saveSnapshot(mark);
    log.sync();
    future.join();
    model.acknowledge(due);
    model.release(mark.index());
    tidyUp(log, mark.index());
    bed.scheduler.runUntilIdle();
  }

  /** Segments that nobody needs are no reason to fail, but to say what is wrong. */
  private void tidyUp(Wal log, long index) {
    try {
      log.release(index);
      log.purge(2);
    } catch (WalIOException refused) {
      assertNamed(refused);
      failures++;
    }
  }

  /** Whoever is refused learns why: the message names the file and the system's reason. */
  private static void assertNamed(WalException refused) {
    StringBuilder said = new StringBuilder();
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      said.append(cause.getMessage()).append('\n');
    }
    assertTrue(said.toString().contains(INJECTED), said.toString());
    assertTrue(said.toString().contains("/data/member"), said.toString());
  }

  private void assertRefuses(Wal log) {
    assertTrue(log.status().failure().isPresent(), "the status says nothing of the failure");
    long last = log.status().lastIndex();
    List<Entry> entries = List.of(Entry.of(1, last + 1, new byte[0]));
    WalFailedException refused =
        assertThrows(WalFailedException.class, () -> log.save(HardState.EMPTY, entries));
    assertNamed(refused);
    assertThrows(WalFailedException.class, log::sync);
    assertThrows(WalFailedException.class, log::cut);
    var future = log.append(HardState.EMPTY, entries);
    bed.scheduler.runUntilIdle();
    assertEquals(WalFailedException.class, future.exceptionNow().getClass());
    var mark = log.saveSnapshot(SnapshotMark.of(1, 1));
    bed.scheduler.runUntilIdle();
    assertEquals(WalFailedException.class, mark.exceptionNow().getClass());
  }

  private static boolean closeAfterAll(Wal log) {
    try {
      log.close();
      return true;
    } catch (WalException refused) {
      assertNamed(refused);
      return false;
    }
  }

  private void look(SimulatedDisk world) {
    LogBed now = new LogBed(world, random);
    LogModel left = prefix(now);
    SnapshotMark from = left.marks().getLast();
    ReplayedLog found = new ReplayedLog();
    now.factory.open(DIRECTORY, from, found, OPTIONS).close();
    assertEquals(left.replay(from), new LogModel.Replay(found.entries(), found.hardState()));
  }
}
