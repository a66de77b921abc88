package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.runtime.Clock;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What looking costs, and whom. */
@Timeout(60)
class SpaceLooksTest {
  private static final byte[] BUCKET = {'b'};
  private static final String RELEASABLE = "togglebolt_freelist_releasable_pages";

  /** A clock on which everything that is measured takes as long as the test says. */
  private static final class SlowClock implements Clock {
    private long nanos;
    private long tickNanos;
    private Runnable asked = () -> {};

    @Override
    public long nanoTime() {
      asked.run();
      nanos += tickNanos;
      return nanos;
    }

    @Override
    public long wallMillis() {
      return 0;
    }
  }

  private final SlowClock clock = new SlowClock();
  private final MetricsRegistry registry = MetricsView.newRegistry();
  private final MetricsView view = new MetricsView(registry, "test.db");
  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private final Engine engine =
      new Engine(
          new SimulatedDisk(), clock, new Space.Parts(bed.slots, bed.allocators, bed.policies));

  private Database open() {
    return engine.open(
        EngineBed.FILE, DatabaseOptions.defaults().withMetrics(registry).withReaderWarning(0));
  }

  private static void write(Database database) {
    database.update(
        transaction -> transaction.createBucketIfMissing(BUCKET).put(BUCKET, new byte[9_000]));
  }

  @Test
  void whatTakesLongToCountIsCountedSoMuchMoreSeldom() {
    try (Database database = open();
        Transaction reader = database.beginRead()) {
      write(database);
      clock.tickNanos = TimeUnit.SECONDS.toNanos(2);
      double counted = view.value(RELEASABLE);
      clock.tickNanos = 0;
      // The last that asks for the time is the age of the oldest reader.
      long endedNanos = clock.nanos - TimeUnit.SECONDS.toNanos(2);
      write(database);
      write(database);
      clock.nanos = endedNanos + TimeUnit.SECONDS.toNanos(38) - 1;
      assertEquals(counted, view.value(RELEASABLE));
      clock.nanos++;
      assertNotEquals(counted, view.value(RELEASABLE));
      assertEquals(database.space().releasablePages(), view.value(RELEASABLE));
      assertFalse(reader.writable());
    }
  }

  @Test
  void whoeverLooksWhileAnotherCountsSeesTheLastFigures() {
    try (Database database = open()) {
      write(database);
      double before = view.value(RELEASABLE);
      write(database);
      write(database);
      clock.nanos += TimeUnit.SECONDS.toNanos(5);
      List<Double> meanwhile = new ArrayList<>();
      int[] asked = {0};
      clock.asked =
          () -> {
            // First it asks whether the figures are old, then it begins to count.
            if (++asked[0] == 2) {
              meanwhile.add(CompletableFuture.supplyAsync(() -> view.value(RELEASABLE)).join());
            }
          };
      double after = view.value(RELEASABLE);
      clock.asked = () -> {};
      assertEquals(List.of(before), meanwhile);
      assertEquals(database.space().releasablePages(), after);
      assertNotEquals(before, after);
    }
  }

  @Test
  void figuresNeverGoBackToWhatWasLeftBehindBeforeThem() {
    try (Database database = open();
        Transaction reader = database.beginRead()) {
      write(database);
      Transaction writer = database.beginWrite();
      assertTrue(Double.isNaN(view.value(RELEASABLE)));
      writer.bucket(BUCKET).put(BUCKET, new byte[20_000]);
      writer.commit();
      double left = database.space().releasablePages();
      write(database);
      database.update(transaction -> transaction.bucket(BUCKET).put(BUCKET, new byte[40_000]));
      write(database);
      // At a boundary, so that what was left behind is not needed.
      double newer = view.value(RELEASABLE);
      assertEquals(database.space().releasablePages(), newer);
      assertNotEquals(left, newer);
      clock.nanos += TimeUnit.SECONDS.toNanos(5);
      writer = database.beginWrite();
      assertEquals(newer, view.value(RELEASABLE));
      writer.close();
      assertFalse(reader.writable());
    }
  }

  @Test
  void whereNobodyKnowsWhatIsFreeThatIsLeftOut() throws ReflectiveOperationException {
    try (Database database = open()) {
      write(database);
      write(database);
      assertTrue(view.value(RELEASABLE) > 0);
      Object writeSide = field(EngineDatabase.class, "writeSide").get(database);
      Object space = field(WriteSide.class, "space").get(writeSide);
      field(Space.class, "torn").setBoolean(space, true);
      clock.nanos += TimeUnit.SECONDS.toNanos(5);
      assertTrue(Double.isNaN(view.value(RELEASABLE)));
      assertTrue(view.value("etcd_mvcc_db_total_size_in_bytes") > 0);
    }
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  @Test
  void aRegistryThatComesAndGoesDisturbsNoOpenDatabase() {
    SimulatedDisk disk = new SimulatedDisk();
    MetricsRegistry second = MetricsView.newRegistry();
    EngineComponent component = new EngineComponent(disk, bed.slots);
    try (Database database = component.open(EngineBed.FILE, DatabaseOptions.defaults())) {
      assertEquals(List.of(), view.names());
      component.bindMetrics(registry);
      int series = view.names().size();
      assertTrue(series > 15, () -> view.names().toString());
      // Declarative Services bind the next one before they unbind the one that leaves.
      component.bindMetrics(second);
      component.unbindMetrics(registry);
      assertEquals(series, new MetricsView(second, "test.db").names().size());
      assertTrue(Double.isNaN(view.value("togglebolt_freelist_free_pages")));
      component.unbindMetrics(second);
      assertTrue(
          Double.isNaN(new MetricsView(second, "test.db").value("togglebolt_freelist_free_pages")));
      assertEquals(1, database.<Long, RuntimeException>view(Transaction::id));
    }
  }
}
