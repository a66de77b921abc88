package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.internal.SlotWorkshop;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.internal.FaultyWriters.Step;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writers that never come back, on real threads. */
class HangingWriterTest {
  private final CountDownLatch awake = new CountDownLatch(1);

  private final class Hanging implements WalWriter {
    private final WalWriter sound = new SegmentedWalWriterFactory().create();
    private final Step where;

    private Hanging(Step where) {
      this.where = where;
    }

    private void at(Step step) {
      boolean waits = step == where;
      while (waits) {
        try {
          awake.await();
          waits = false;
        } catch (InterruptedException deaf) {
          // As one does that swallows interrupts.
          waits = awake.getCount() > 0;
        }
      }
    }

    @Override
    public void begin(WalSegment segment, long offset) throws IOException {
      at(Step.BEGIN);
      sound.begin(segment, offset);
    }

    @Override
    public void append(MemorySegment frames) throws IOException {
      at(Step.APPEND);
      sound.append(frames);
    }

    @Override
    public void prepare(WalSegment segment, long sizeBytes) throws IOException {
      at(Step.PREPARE);
      sound.prepare(segment, sizeBytes);
    }

    @Override
    public void close() {
      at(Step.CLOSE);
      sound.close();
    }
  }

  private WalWriterFactory hanging(Step where) {
    return new WalWriterFactory() {
      @Override
      public String name() {
        return "hanging";
      }

      @Override
      public int ranking() {
        return -1;
      }

      @Override
      public WalWriter create() {
        return new Hanging(where);
      }
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"BEGIN", "APPEND", "PREPARE"})
  void theLogDoesNotNoticeACandidateThatHangs(Step where) throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    try (Scheduler threads = Scheduler.background("hanging")) {
      LogFactory factory =
          new LogFactory(
              disk,
              Clock.system(),
              threads,
              new SlotWorkshop().with(Clock.system(), threads, Metrics.none()),
              List.of(new SegmentedWalWriterFactory(), hanging(where)));
      OpenLog log = (OpenLog) factory.create(House.LOG, House.METADATA, House.small());
      log.save(HardState.EMPTY, House.entries(1, 1, 100));
      assertThrows(SlotException.class, () -> log.slot().use("hanging", 100));
      saveInTime(log, 2);
      log.cut();
      saveInTime(log, 3);
      assertEquals(Optional.of("segmented"), log.status().writer());
      endsInTime(log::close);
      awake.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"CLOSE", "PREPARE"})
  void aLogCanBeClosedWhoseWriterHangs(Step where) throws Exception {
    try (Scheduler threads = Scheduler.background("hanging")) {
      LogFactory factory =
          new LogFactory(
              new SimulatedDisk(),
              Clock.system(),
              threads,
              new SlotWorkshop().with(Clock.system(), threads, Metrics.none()),
              List.of(hanging(where)));
      OpenLog log = (OpenLog) factory.create(House.LOG, House.METADATA, House.small());
      log.save(HardState.EMPTY, House.entries(1, 1, 100));
      endsInTime(log::close);
      awake.countDown();
    }
  }

  private static void saveInTime(OpenLog log, int index) throws Exception {
    log.append(HardState.EMPTY, House.entries(index, 1, 100)).get(60, TimeUnit.SECONDS);
  }

  private static void endsInTime(Runnable what) throws Exception {
    CompletableFuture.runAsync(what, task -> Thread.ofPlatform().daemon().start(task))
        .get(60, TimeUnit.SECONDS);
  }
}
