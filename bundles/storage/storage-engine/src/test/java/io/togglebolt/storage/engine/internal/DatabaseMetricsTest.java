package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.metrics.MetricsRelay;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.SpaceReport.Holder;
import io.togglebolt.storage.SpaceReport.LengthClass;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time moves when the test says so; the registry is the real one. */
@Timeout(120)
class DatabaseMetricsTest {
  private static final byte[] BUCKET = {'b'};
  private static final String COMMITS = "togglebolt_database_commits_total";
  private static final String ROLLBACKS = "togglebolt_database_rollbacks_total";
  private static final String PENDING = "togglebolt_freelist_pending_pages";
  private static final String RELEASABLE = "togglebolt_freelist_releasable_pages";
  private static final String HELD = "togglebolt_freelist_held_by_oldest_reader_pages";
  private static final String RUNS = "togglebolt_allocator_free_runs";
  private static final String COMMIT_SECONDS = "etcd_disk_backend_commit_duration_seconds";
  private static final String WRITE_SECONDS =
      "etcd_debugging_disk_backend_commit_write_duration_seconds";
  private static final String SNAPSHOT_SECONDS = "etcd_disk_backend_snapshot_duration_seconds";
  private static final String DEFRAG_SECONDS = "etcd_disk_backend_defrag_duration_seconds";

  /** All that a database that is written to has, in the order of a registry. */
  private static final List<String> NAMES =
      List.of(
          "etcd_debugging_disk_backend_commit_rebalance_duration_seconds",
          "etcd_debugging_disk_backend_commit_spill_duration_seconds",
          WRITE_SECONDS,
          COMMIT_SECONDS,
          DEFRAG_SECONDS,
          SNAPSHOT_SECONDS,
          "etcd_mvcc_db_open_read_transactions",
          "etcd_mvcc_db_total_size_in_bytes",
          "etcd_mvcc_db_total_size_in_use_in_bytes",
          RUNS,
          "togglebolt_allocator_longest_free_run_pages",
          COMMITS,
          "togglebolt_database_file_size_bytes",
          "togglebolt_database_page_size_bytes",
          ROLLBACKS,
          "togglebolt_freelist_free_pages",
          HELD,
          PENDING,
          RELEASABLE,
          "togglebolt_readers_oldest_age_seconds");

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private final MetricsRegistry registry = MetricsView.newRegistry();
  private final MetricsView view = new MetricsView(registry, "main");
  private final DatabaseOptions options =
      DatabaseOptions.defaults().withName("main").withPageSize(1024).withMetrics(registry);

  private static void write(Database database, SplitMix64 random) {
    database.update(transaction -> fill(transaction, random));
  }

  private static void fill(Transaction transaction, SplitMix64 random) {
    for (int i = 0; i < 20; i++) {
      byte[] key = ByteBuffer.allocate(4).putInt(random.below(400)).array();
      transaction
          .createBucketIfMissing(BUCKET)
          .put(key, random.bytes(random.chance(1, 20) ? 3_000 : 60));
    }
  }

  @Test
  void theValuesAreThoseOfTheReports() {
    Seeds.check(11, 6, DatabaseMetricsTest::compareWithReports);
  }

  private static void compareWithReports(SplitMix64 random) {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk(), random);
    MetricsRegistry registry = MetricsView.newRegistry();
    MetricsView view = new MetricsView(registry, "test.db");
    DatabaseOptions options =
        DatabaseOptions.defaults()
            .withPageSize(1024)
            .withMetrics(registry)
            .withFreelistPersistence(random.choice(FreelistPersistence.values()));
    List<Transaction> readers = new ArrayList<>();
    try (Database database = bed.open(options)) {
      for (int step = 0; step < 60; step++) {
        if (random.chance(1, 4)) {
          readers.add(database.beginRead("step " + step));
        } else if (random.chance(1, 4) && !readers.isEmpty()) {
          readers.remove(random.below(readers.size())).close();
        } else if (random.chance(1, 5)) {
          database.beginWrite().close();
        } else {
          write(database, random);
        }
        bed.clock.advance(1_000);
        compare(database, view);
      }
      readers.forEach(Transaction::close);
    }
  }

  private static void compare(Database database, MetricsView view) {
    DatabaseStats stats = database.stats();
    assertEquals(stats.commits(), view.value(COMMITS));
    assertEquals(stats.commits(), view.distribution(COMMIT_SECONDS).count());
    assertEquals(stats.commits(), view.distribution(WRITE_SECONDS).count());
    assertEquals(stats.rollbacks(), view.value(ROLLBACKS));
    assertEquals(stats.openReaders(), view.value("etcd_mvcc_db_open_read_transactions"));
    SpaceReport space = database.space();
    double sizeBytes = space.highWaterPage() * space.pageSizeBytes();
    assertEquals(sizeBytes, view.value("etcd_mvcc_db_total_size_in_bytes"));
    assertEquals(
        sizeBytes - space.freePages() * space.pageSizeBytes(),
        view.value("etcd_mvcc_db_total_size_in_use_in_bytes"));
    assertEquals(space.fileBytes(), view.value("togglebolt_database_file_size_bytes"));
    assertEquals(space.pageSizeBytes(), view.value("togglebolt_database_page_size_bytes"));
    assertEquals(space.freePages(), view.value("togglebolt_freelist_free_pages"));
    assertEquals(space.pendingPages(), view.value(PENDING));
    assertEquals(space.releasablePages(), view.value(RELEASABLE));
    assertEquals(
        space.oldestReader().stream().mapToLong(Holder::heldPages).sum(), view.value(HELD));
    assertEquals(
        space.oldestReader().map(oldest -> oldest.reader().ageMillis()).orElse(0L) / 1_000.0,
        view.value("togglebolt_readers_oldest_age_seconds"));
    assertEquals(
        space.freeRuns().longestPages(), view.value("togglebolt_allocator_longest_free_run_pages"));
    long from = 1;
    for (long to = 1; to <= 1 << 16; to *= 2) {
      assertEquals(runs(space, from, to), view.value(RUNS, "pages", label(from, to)));
      from = to + 1;
    }
    assertEquals(0, view.value(RUNS, "pages", "65537+"));
  }

  private static String label(long from, long to) {
    return from == to ? "" + from : from + "-" + to;
  }

  private static long runs(SpaceReport space, long from, long to) {
    return space.freeRuns().lengths().stream()
        .filter(each -> each.fromPages() == from && each.toPages() == to)
        .mapToLong(LengthClass::runs)
        .sum();
  }

  @Test
  void runsLongerThanAnyClassOfTheirOwnShareTheLast() {
    DatabaseFigures figures =
        new DatabaseFigures(
            1024,
            0,
            0,
            0,
            0,
            0,
            0,
            new SpaceFigures(
                1_000_000,
                0,
                0,
                0,
                new SpaceReport.FreeRuns(
                    6,
                    300_000,
                    List.of(
                        new LengthClass(32_769, 65_536, 1, 40_000),
                        new LengthClass(65_537, 131_072, 2, 200_000),
                        new LengthClass(262_145, 524_288, 3, 900_000)))));
    assertEquals(1, figures.runs(32_769, 65_536));
    assertEquals(5, figures.runs(65_537, Long.MAX_VALUE));
    assertEquals(0, figures.runs(1, 1));
  }

  @Test
  void namesAndBucketsAreThoseThatDashboardsKnow() {
    try (Database database = bed.open(options)) {
      write(database, new SplitMix64(1));
      assertEquals(NAMES, view.names());
      for (MetricFamily family : registry.read(NAMES::contains)) {
        assertFalse(family.help().isBlank());
        assertEquals(
            family.name().endsWith("duration_seconds")
                ? MetricFamily.Type.HISTOGRAM
                : family.name().endsWith("s_total")
                    ? MetricFamily.Type.COUNTER
                    : MetricFamily.Type.GAUGE,
            family.type(),
            family.name());
      }
      for (String name : NAMES.subList(0, 4)) {
        assertArrayEquals(
            new double[] {
              .001,
              .002,
              .004,
              .008,
              .016,
              .032,
              .064,
              .128,
              .256,
              .512,
              1.024,
              2.048,
              4.096,
              8.192,
              Double.POSITIVE_INFINITY
            },
            bounds(name),
            name);
      }
      double[] ofSnapshots = bounds(SNAPSHOT_SECONDS);
      assertEquals(18, ofSnapshots.length);
      assertEquals(.01, ofSnapshots[0]);
      assertEquals(655.36, ofSnapshots[16]);
      double[] ofDefragmentation = bounds(DEFRAG_SECONDS);
      assertEquals(14, ofDefragmentation.length);
      assertEquals(.1, ofDefragmentation[0]);
      assertEquals(409.6, ofDefragmentation[12]);
    }
  }

  private double[] bounds(String name) {
    return view.distribution(name).buckets().stream()
        .mapToDouble(Distribution.Bucket::upperBound)
        .toArray();
  }

  @Test
  void durationsAreThoseOfTheTransactionsAndOneForEachCommit() {
    EngineBed[] slow = new EngineBed[1];
    SimulatedDisk disk = new SimulatedDisk();
    slow[0] =
        EngineBed.withAllParts(
            new WatchedDisk(
                disk,
                () -> {
                  if (slow[0] != null) {
                    slow[0].clock.advance(3);
                  }
                }));
    try (Database database = slow[0].open(options)) {
      SplitMix64 random = new SplitMix64(2);
      for (int i = 0; i < 5; i++) {
        write(database, random);
      }
      double written = database.stats().work().writeNanos() * 1e-9;
      assertTrue(written > 0);
      Distribution writes = view.distribution(WRITE_SECONDS);
      assertEquals(5, writes.count());
      assertEquals(written, writes.sum(), 1e-9);
      // The first one settles the file and makes it longer too.
      assertTrue(view.distribution(COMMIT_SECONDS).sum() > written);
      assertEquals(0, writes.buckets().getFirst().count());
    }
  }

  @Test
  void batchesAndCommitsWithFailingHooksCountToo() {
    try (Database database = bed.open(options)) {
      database.batch(transaction -> fill(transaction, new SplitMix64(3)));
      Transaction transaction = database.beginWrite();
      transaction.createBucketIfMissing(BUCKET);
      transaction.onCommit(
          () -> {
            throw new IllegalStateException("of the hook");
          });
      assertThrows(RuntimeException.class, transaction::commit);
      assertEquals(2, view.value(COMMITS));
      assertThrows(
          IllegalStateException.class,
          () ->
              database.update(
                  failing -> {
                    throw new IllegalStateException("of the work");
                  }));
      assertEquals(1, view.value(ROLLBACKS));
      assertEquals(2, view.distribution(COMMIT_SECONDS).count());
    }
  }

  @Test
  void copiesAreTimedWhenTheyAreWholeAndCountNoDatabaseOfTheirOwn() throws Exception {
    // What the engine opens for itself must not register with the engine's own metrics either.
    Engine engine =
        new Engine(
            new SimulatedDisk(),
            bed.clock,
            new Space.Parts(bed.slots, bed.allocators, bed.policies),
            registry);
    try (Database database = engine.open(EngineBed.FILE, options.withMetrics(null))) {
      write(database, new SplitMix64(4));
      database.backup(OutputStream.nullOutputStream());
      database.backup(Path.of("/data/copy.db"));
      assertThrows(DatabaseIOException.class, () -> database.backup(Path.of("/data/copy.db")));
      assertEquals(2, view.distribution(SNAPSHOT_SECONDS).count());
      database.compactTo(Path.of("/data/small.db"));
      database.shrink();
      assertThrows(DatabaseIOException.class, () -> database.compactTo(Path.of("/data/small.db")));
      assertEquals(2, view.distribution(DEFRAG_SECONDS).count());
      assertEquals(database.stats().commits(), view.value(COMMITS));
      Set<String> databases = new HashSet<>();
      registry
          .read(COMMITS::equals)
          .forEach(family -> family.samples().forEach(each -> databases.add("" + each.labels())));
      assertEquals(1, databases.size(), databases::toString);
    }
  }

  @Test
  void aLookWhileAWriteTransactionIsOpenWaitsForNothingAndShowsWhatWasKnown() throws Exception {
    SplitMix64 random = new SplitMix64(5);
    try (Database database = bed.open(options)) {
      write(database, random);
      Transaction reader = database.beginRead("old");
      write(database, random);
      double pending = view.value(PENDING);
      double held = view.value(HELD);
      assertTrue(held > 0);
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch looked = new CountDownLatch(1);
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () ->
                      database.update(
                          transaction -> {
                            fill(transaction, random);
                            begun.countDown();
                            await(looked);
                          }));
      begun.await();
      bed.clock.advance(60_000);
      // It would never come back if it waited.
      assertEquals(NAMES, view.names());
      assertEquals(held, view.value(HELD));
      assertEquals(pending, view.value(PENDING));
      assertEquals(1, view.value(COMMITS) - 1);
      looked.countDown();
      writer.join();
      assertEquals(database.space().oldestReader().orElseThrow().heldPages(), view.value(HELD));
      assertNotEquals(held, view.value(HELD));
      reader.close();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException unexpected) {
      throw new AssertionError("nobody interrupts this thread", unexpected);
    }
  }

  @Test
  void aDatabaseThatIsWrittenToWithoutAPauseShowsWhereItStoodAtTheLookBefore() {
    SplitMix64 random = new SplitMix64(6);
    try (Database database = bed.open(options);
        Transaction reader = database.beginRead("old")) {
      assertFalse(reader.writable());
      write(database, random);
      Transaction writer = database.beginWrite();
      assertTrue(Double.isNaN(view.value(RELEASABLE)));
      for (int i = 0; i < 5; i++) {
        fill(writer, random);
        writer.commit();
        double expected = database.space().releasablePages();
        writer = database.beginWrite();
        bed.clock.advance(15_000);
        assertEquals(expected, view.value(RELEASABLE));
      }
      writer.close();
    }
  }

  @Test
  void whatHasToBeCountedIsCountedAtMostOnceASecond() {
    SplitMix64 random = new SplitMix64(7);
    try (Database database = bed.open(options);
        Transaction reader = database.beginRead("old")) {
      write(database, random);
      double releasable = view.value(RELEASABLE);
      write(database, random);
      write(database, random);
      bed.clock.advance(999);
      assertEquals(releasable, view.value(RELEASABLE));
      assertNotEquals(releasable, database.space().releasablePages());
      bed.clock.advance(1);
      assertEquals(database.space().releasablePages(), view.value(RELEASABLE));
      assertEquals(1, view.value("etcd_mvcc_db_open_read_transactions"));
      assertFalse(reader.writable());
    }
  }

  @Test
  void gaugesOfAClosedDatabaseVanishAndItsCountsGoOnWhenItComesBack() {
    SplitMix64 random = new SplitMix64(8);
    Database database = bed.open(options);
    write(database, random);
    // It is left open, and rolled back by the close.
    assertTrue(database.beginWrite().writable());
    database.close();
    assertEquals(1, view.value(COMMITS));
    assertEquals(1, view.value(ROLLBACKS));
    assertEquals(
        NAMES.stream()
            .filter(name -> name.endsWith("duration_seconds") || name.endsWith("s_total"))
            .toList(),
        view.names());
    try (Database again = bed.open(options)) {
      write(again, random);
      assertEquals(2, view.value(COMMITS));
      assertEquals(1, again.stats().commits());
      assertEquals(NAMES, view.names());
    }
  }

  @Test
  void twoDatabasesOfOneNameBothOpenAndCountTogether() {
    SplitMix64 random = new SplitMix64(9);
    try (Database first = bed.open(options);
        Transaction reader = first.beginRead("first")) {
      try (Database second =
          bed.engine.open(Path.of("/data/other.db"), options.withPageSize(4096))) {
        write(first, random);
        write(second, random);
        assertEquals(2, view.value(COMMITS));
        assertEquals(4096, view.value("togglebolt_database_page_size_bytes"));
        assertEquals(0, view.value("etcd_mvcc_db_open_read_transactions"));
      }
      assertEquals(1024, view.value("togglebolt_database_page_size_bytes"));
      assertEquals(1, view.value("etcd_mvcc_db_open_read_transactions"));
      assertFalse(reader.writable());
    }
  }

  @Test
  void aDatabaseForReadingLeavesOutWhatItCannotKnow() {
    try (Database database = bed.open(options.withFreelistPersistence(FreelistPersistence.NEVER))) {
      write(database, new SplitMix64(10));
    }
    try (Database reading = bed.open(options.asReadOnly())) {
      assertTrue(Double.isNaN(view.value("togglebolt_freelist_free_pages")));
      assertTrue(Double.isNaN(view.value("etcd_mvcc_db_total_size_in_use_in_bytes")));
      assertTrue(Double.isNaN(view.value(RUNS, "pages", "1")));
      assertTrue(Double.isNaN(view.value("togglebolt_allocator_longest_free_run_pages")));
      assertEquals(0, view.value(PENDING));
      assertEquals(
          reading.stats().highWaterPage() * 1024.0, view.value("etcd_mvcc_db_total_size_in_bytes"));
    }
  }

  @Test
  void aDatabaseForReadingShowsWhatItsFileSays() {
    SplitMix64 random = new SplitMix64(11);
    try (Database database = bed.open(options)) {
      write(database, random);
      write(database, random);
    }
    try (Database reading = bed.open(options.asReadOnly());
        Transaction reader = reading.beginRead("here")) {
      SpaceReport space = reading.space();
      assertTrue(space.freePages() > 0);
      assertEquals(space.freePages(), view.value("togglebolt_freelist_free_pages"));
      assertEquals(
          space.freeRuns().longestPages(),
          view.value("togglebolt_allocator_longest_free_run_pages"));
      assertEquals(0, view.value(HELD));
      assertFalse(reader.writable());
    }
  }

  @Test
  void noCommitIsLostWhileRegistriesTakeTurns() throws Exception {
    MetricsRegistry second = MetricsView.newRegistry();
    MetricsRelay relay = new MetricsRelay();
    relay.use(registry);
    AtomicBoolean over = new AtomicBoolean();
    Thread switching =
        Thread.ofPlatform()
            .start(
                () -> {
                  boolean odd = false;
                  while (!over.get()) {
                    odd = !odd;
                    relay.use(odd ? second : registry);
                    relay.stopUsing(odd ? registry : second);
                  }
                });
    MetricsView other = new MetricsView(second, "main");
    try (Database database = bed.open(options.withMetrics(relay))) {
      for (int i = 0; i < 2_000; i++) {
        database.update(transaction -> transaction.createBucketIfMissing(BUCKET).nextSequence());
      }
      over.set(true);
      switching.join();
      assertEquals(2_000, view.value(COMMITS) + other.value(COMMITS));
      assertEquals(
          2_000,
          view.distribution(COMMIT_SECONDS).count() + other.distribution(COMMIT_SECONDS).count());
      relay.use(registry);
      assertEquals(NAMES, view.names());
      assertTrue(Double.isNaN(other.value(PENDING)));
    }
  }

  @Test
  void metricsArePartOfWhatMakesOptionsEqual() {
    DatabaseOptions none = DatabaseOptions.defaults();
    assertEquals(none, none.withMetrics(null));
    assertNotEquals(none, none.withMetrics(registry));
    assertEquals(none.withMetrics(registry), none.withName(null).withMetrics(registry));
    assertEquals(registry, none.withMetrics(registry).withNoSync(true).metrics());
    assertTrue(none.withMetrics(Metrics.none()).toString().contains("metrics="));
  }
}
