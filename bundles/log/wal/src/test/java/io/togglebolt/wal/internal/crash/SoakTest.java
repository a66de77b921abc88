package io.togglebolt.wal.internal.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalVisitor;
import io.togglebolt.wal.internal.LogFactory;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many threads append to a log on a real disk while its writer is exchanged over and over, for as
 * many seconds as {@value #PROPERTY} says; the log is then read, and every entry is where it was
 * put. Left out where nobody asks for it.
 */
@EnabledIfSystemProperty(named = SoakTest.PROPERTY, matches = "\\d+")
class SoakTest {
  static final String PROPERTY = "togglebolt.wal.soak.seconds";

  private static final int APPENDERS = 16;
  private static final WalOptions OPTIONS = WalOptions.defaults().withSegmentBytes(4_000_000);
  private static final WalMetadata OWNER = new WalMetadata(1, 2);

  @TempDir Path folder;

  private final ReentrantLock order = new ReentrantLock();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong acknowledged = new AtomicLong();
  private long nextIndex = 1;

  @Test
  void nothingIsLostOrMovedWhileWritersAreExchangedUnderManyAppenders() throws Exception {
    long seconds = Long.getLong(PROPERTY);
    Path directory = folder.resolve("wal");
    SlotFactory slots = ServiceLoader.load(SlotFactory.class).findFirst().orElseThrow();
    Candidates<WalWriterFactory> writers = slots.candidates();
    for (WalWriterFactory factory : ServiceLoader.load(WalWriterFactory.class)) {
      writers.add(
          new Candidate<>(
              factory.name(), factory.ranking(), 0, factory.name(), factory, () -> {}, false));
    }
    Disk disk = ServiceLoader.load(Disk.class).findFirst().orElseThrow();
    long swaps = 0;
    try (Scheduler scheduler = Scheduler.background("soak");
        ExecutorService threads = Executors.newCachedThreadPool()) {
      WalFactory factory =
          new LogFactory(disk, Clock.system(), scheduler, slots, writers, Metrics.none());
      try (Wal log = factory.create(directory, OWNER, OPTIONS)) {
        SlotControl slot = slots.registry().slots().getLast();
        List<Future<Void>> appenders = new ArrayList<>();
        for (int i = 0; i < APPENDERS; i++) {
          SplitMix64 random = new SplitMix64(i);
          appenders.add(threads.submit(() -> append(log, random)));
        }
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < endNanos) {
          slot.use(swaps++ % 2 == 0 ? "dsync" : "segmented", 10_000);
        }
        over.set(true);
        for (Future<Void> appender : appenders) {
          appender.get(1, TimeUnit.MINUTES);
        }
      }
      assertTrue(factory.tools().verify(directory).torn().isEmpty());
      Checking found = new Checking();
      factory.open(directory, SnapshotMark.BEGINNING, found, OPTIONS).close();
      assertEquals(nextIndex - 1, found.last);
      assertEquals(nextIndex - 1, acknowledged.get());
    }
    System.out.println(acknowledged + " saves while the writer was exchanged " + swaps + " times");
  }

  /** Some wait themselves, others ask to be told. */
  private Void append(Wal log, SplitMix64 random) throws InterruptedException {
    while (!over.get()) {
      CompletableFuture<Void> future;
      order.lock();
      try {
        long index = nextIndex++;
        byte[] data = new byte[8 + random.below(2_000)];
        ByteBuffer.wrap(data).putLong(index);
        HardState state = random.chance(1, 3) ? new HardState(1, 1, index - 1) : HardState.EMPTY;
        future = log.append(state, List.of(Entry.of(1, index, data)));
      } finally {
        order.unlock();
      }
      if (random.chance(1, 50)) {
        log.sync();
        assertTrue(future.isDone(), "synced, and not durable");
      }
      future.join();
      acknowledged.incrementAndGet();
    }
    return null;
  }

  private static final class Checking implements WalVisitor {
    private long last;

    @Override
    public void entry(Entry entry) {
      assertEquals(last + 1, entry.index());
      assertEquals(entry.index(), ByteBuffer.wrap(entry.data()).getLong());
      last = entry.index();
    }
  }
}
