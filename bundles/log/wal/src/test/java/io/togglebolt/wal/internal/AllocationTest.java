package io.togglebolt.wal.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.wal.spi.WalSegment;
import io.togglebolt.wal.spi.WalWriter;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Appending allocates for each save, and nothing for each entry. */
class AllocationTest {
  private static final int ROUNDS = 200;

  /** A writer that writes nothing, so that only the log's own allocation is seen. */
  private record Nowhere() implements WalWriter, WalWriterFactory {
    @Override
    public String name() {
      return "nowhere";
    }

    @Override
    public WalWriter create() {
      return this;
    }

    @Override
    public void begin(WalSegment segment, long offset) {}

    @Override
    public void append(MemorySegment frames) {}

    @Override
    public void close() {}
  }

  private static long bytesFor(OpenLog log, int entriesEach) throws InterruptedException {
    List<Entry> entries = List.copyOf(House.entries(1, entriesEach, 200));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < ROUNDS; i++) {
      log.save(HardState.EMPTY, entries);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      log.save(HardState.EMPTY, entries);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void nothingIsAllocatedForAnEntry() throws Exception {
    House house = new House(new SimulatedDisk(), List.of(new Nowhere()));
    OpenLog log = house.create(House.small().withBufferBytes(1 << 20).withSegmentBytes(1L << 30));
    long few = bytesFor(log, 1);
    long many = bytesFor(log, 1_001);
    double each = (many - few) / (1_000.0 * ROUNDS);
    assertTrue(each < 1, "an entry costs " + each + " bytes");
    assertTrue(few / ROUNDS < 4_096, "a save costs " + few / ROUNDS + " bytes");
  }
}
