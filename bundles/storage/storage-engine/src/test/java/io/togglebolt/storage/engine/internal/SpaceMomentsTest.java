package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.SpaceReport.Holder;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of free and pending pages at one look is what was true at one moment. */
@Timeout(120)
class SpaceMomentsTest {
  private static final byte[] BUCKET = {'b'};
  private static final String FREE = "togglebolt_freelist_free_pages";
  private static final String PENDING = "togglebolt_freelist_pending_pages";
  private static final String RELEASABLE = "togglebolt_freelist_releasable_pages";
  private static final String HELD = "togglebolt_freelist_held_by_oldest_reader_pages";
  private static final String LONGEST = "togglebolt_allocator_longest_free_run_pages";

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private final MetricsRegistry registry = MetricsView.newRegistry();
  private final DatabaseOptions options =
      DatabaseOptions.defaults().withPageSize(1024).withMetrics(registry);

  /** All of one look. */
  private static Map<String, Double> look(MetricsRegistry registry) {
    return registry.read().stream()
        .filter(family -> List.of(FREE, PENDING, RELEASABLE, HELD, LONGEST).contains(family.name()))
        .collect(
            Collectors.toMap(
                MetricFamily::name, family -> ((Value) family.samples().getFirst()).value()));
  }

  private static Map<String, Double> told(SpaceReport report) {
    return Map.of(
        FREE,
        (double) report.freePages(),
        PENDING,
        (double) report.pendingPages(),
        RELEASABLE,
        (double) report.releasablePages(),
        HELD,
        (double) report.oldestReader().map(Holder::heldPages).orElse(0L),
        LONGEST,
        (double) report.freeRuns().longestPages());
  }

  private static void put(Transaction transaction, int key, int bytes) {
    transaction
        .createBucketIfMissing(BUCKET)
        .put(ByteBuffer.allocate(4).putInt(key).array(), new byte[bytes]);
  }

  private static void fill(Database database, int bytes) {
    for (int i = 0; i < 400; i += 20) {
      int from = i;
      database.update(
          transaction -> {
            for (int key = from; key < from + 20; key++) {
              put(transaction, key, bytes);
            }
          });
    }
  }

  @Test
  void aReaderThatClosesBetweenTwoLooksDoesNotMixTheirMoments() {
    try (Database database = bed.open(options)) {
      fill(database, 200);
      Transaction reader = database.beginRead();
      fill(database, 201);
      Transaction writer = database.beginWrite();
      look(registry);
      put(writer, 1, 3);
      // It leaves behind what the next look is counted from.
      writer.commit();
      SpaceReport then = database.space();
      assertTrue(then.pendingPages() > 50, () -> "pending " + then.pendingPages());
      reader.close();
      fill(database, 202);
      bed.clock.advance(60_000);
      writer = database.beginWrite();
      Map<String, Double> seen = look(registry);
      writer.close();
      assertEquals(told(then), seen);
      assertNotEquals(told(database.space()), seen);
    }
  }

  @Test
  void sizesAreOfNowAndFitTogetherWhateverIsKnownOfFreePages() {
    MetricsView view = new MetricsView(registry, "test.db");
    try (Database database = bed.open(options)) {
      fill(database, 200);
      look(registry);
      fill(database, 700);
      SpaceReport now = database.space();
      // Not counted anew: no second has passed.
      assertNotEquals(now.freePages(), view.value(FREE));
      assertEquals(1024.0 * now.highWaterPage(), view.value("etcd_mvcc_db_total_size_in_bytes"));
      assertEquals(
          1024.0 * (now.highWaterPage() - now.freePages()),
          view.value("etcd_mvcc_db_total_size_in_use_in_bytes"));
    }
  }

  @Test
  void whateverReadersAndWritersDoEachLookShowsABoundaryThatThereWas() {
    Seeds.check(12, 6, SpaceMomentsTest::live);
  }

  private static void live(SplitMix64 random) {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk(), random);
    MetricsRegistry registry = MetricsView.newRegistry();
    List<Transaction> readers = new ArrayList<>();
    List<Map<String, Double>> boundaries = new ArrayList<>();
    int counted = 0;
    try (Database database =
        bed.open(DatabaseOptions.defaults().withPageSize(1024).withMetrics(registry))) {
      for (int step = 0; step < 100; step++) {
        Transaction writer = database.beginWrite();
        for (int i = 0; i < 10; i++) {
          put(writer, random.below(200), 20 + random.below(300));
        }
        if (random.chance(1, 2)) {
          bed.clock.advance(2_000);
          Map<String, Double> seen = look(registry);
          if (seen.containsKey(RELEASABLE)) {
            counted++;
            assertTrue(boundaries.contains(seen), () -> seen + " was never true");
          }
        }
        writer.commit();
        boundaries.add(told(database.space()));
        if (random.chance(1, 3)) {
          readers.add(database.beginRead());
        } else if (random.chance(1, 2) && !readers.isEmpty()) {
          readers.remove(random.below(readers.size())).close();
        }
      }
      assertTrue(counted > 10, "only " + counted + " looks showed anything");
      readers.forEach(Transaction::close);
    }
  }
}
