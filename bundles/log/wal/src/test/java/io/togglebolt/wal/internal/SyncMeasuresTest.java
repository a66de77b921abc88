package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalStatus;
import io.togglebolt.wal.dsync.internal.DsyncWalWriterFactory;
import io.togglebolt.wal.segmented.internal.SegmentedWalWriterFactory;
import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What counts as the time that a save needs to be durable. */
class SyncMeasuresTest {
  private static final WalOptions OPTIONS = WalOptions.defaults().withName("log");

  /** Its disk is quick, and it takes its time all the same. */
  private static final class Slow implements WalWriterFactory {
    private final SimulatedScheduler time = new SimulatedScheduler(new SimulatedClock());
    private SimulatedScheduler house = time;

    @Override
    public String name() {
      return "slow";
    }

    @Override
    public WalWriter create() {
      WalWriter sound = new SegmentedWalWriterFactory().create();
      return new WalWriter() {
        @Override
        public void begin(WalSegment segment, long offset) throws IOException {
          sound.begin(segment, offset);
        }

        @Override
        public void append(MemorySegment frames) throws IOException {
          sound.append(frames);
          house.advance(1_500);
        }

        @Override
        public void close() {
          sound.close();
        }
      };
    }
  }

  @Test
  void aWriterThatIsSlowByItselfIsSeen() throws Exception {
    Slow slow = new Slow();
    House house = new House(new SimulatedDisk(), List.of(slow));
    slow.house = house.scheduler;
    try (OpenLog log = house.create(OPTIONS)) {
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
      WalStatus status = log.status();
      assertEquals(1, status.syncs());
      assertEquals(TimeUnit.MILLISECONDS.toNanos(1_500), status.syncMaxNanos());
      assertTrue(status.syncP50Nanos() > TimeUnit.MILLISECONDS.toNanos(1_425), "" + status);
    }
  }

  @Test
  void thePreparationOfFilesIsNotMeasured() throws Exception {
    House house = new House(new SimulatedDisk(), List.of(new DsyncWalWriterFactory()));
    try (OpenLog log = house.create(OPTIONS.withSegmentBytes(1 << 20))) {
      house.scheduler.runUntilIdle();
      assertEquals(0, log.status().syncs(), "nobody saved");
      log.save(HardState.EMPTY, House.entries(1, 1, 10));
      assertEquals(1, log.status().syncs());
      log.cut();
      house.scheduler.runUntilIdle();
      assertEquals(2, log.status().syncs(), "the head of the segment");
    }
  }
}
