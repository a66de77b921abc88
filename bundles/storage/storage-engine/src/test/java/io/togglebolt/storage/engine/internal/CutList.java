package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.runtime.Disk;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Opens a real file for reading, cuts its list of free pages off behind the engine's back, and
 * looks at the metrics. Run in a process of its own, as {@link CutFile} is.
 */
final class CutList {
  private static final byte[] BUCKET = {'b'};
  private static final int PAGE_BYTES = 4096;

  private CutList() {}

  /** Argument: the file. */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    Engine engine =
        new Engine(
            EngineBed.service(Disk.class),
            bed.clock,
            new Space.Parts(bed.slots, bed.allocators, bed.policies));
    DatabaseOptions options = DatabaseOptions.defaults().withPageSize(PAGE_BYTES);
    try (Database database = engine.open(path, options)) {
      database.update(CutList::fill);
      database.update(transaction -> transaction.deleteBucket(BUCKET));
    }
    MetricsRegistry registry = MetricsView.newRegistry();
    try (SlotWarnings warnings = new SlotWarnings(SpaceReports.class);
        SlotWarnings others = new SlotWarnings(DatabaseMetrics.class);
        Database database = engine.open(path, options.withMetrics(registry).asReadOnly());
        Transaction reader = database.beginRead()) {
      MetricsView view = new MetricsView(registry, database.name());
      print("before", view);
      try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
        // The metas stay.
        file.truncate(2 * PAGE_BYTES);
      }
      for (int i = 0; i < 3; i++) {
        bed.clock.advance(60_000);
        print("after", view);
      }
      System.out.println("report free=" + database.space().freePages() + " of " + reader.id());
      List<String> said = warnings.with("");
      System.out.println("warnings=" + (said.size() + others.with("").size()) + " " + said);
    }
  }

  private static void fill(Transaction transaction) {
    Bucket bucket = transaction.createBucket(BUCKET);
    for (int i = 0; i < 2_000; i++) {
      bucket.put(ByteBuffer.allocate(4).putInt(i).array(), new byte[500]);
    }
  }

  private static void print(String when, MetricsView view) {
    System.out.println(
        when
            + " free="
            + (view.value("togglebolt_freelist_free_pages") > 0)
            + " size="
            + (view.value("etcd_mvcc_db_total_size_in_bytes") > 0)
            + " readers="
            + view.value("etcd_mvcc_db_open_read_transactions"));
  }
}
