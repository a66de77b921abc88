package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.ShrinkProgress;
import io.togglebolt.storage.ShrinkReport;
import io.togglebolt.storage.ShrinkReport.Ending;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shrink gives space back, and neither readers nor writers nor the content notice. */
class ShrinkTest {
  private static final byte[] BULK = "bulk".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 4096, 8192, 16_384, 32_768, 65_536})
  void aShrinkAmidReadersAndWritersLosesNothing(int pageSize) {
    Seeds.check(pageSize, pageSize > 8192 ? 3 : 8, random -> new History(random, pageSize).run());
  }

  /** A reader and what it should see. */
  private record Held(Transaction reader, Model model) {}

  private static final class History {
    private final SplitMix64 random;
    private final int pageSize;
    private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    private final RandomWriter writer;
    private final DatabaseOptions options;
    private final List<Held> readers = new ArrayList<>();
    private Database database;
    private Model model = new Model();
    private boolean others;

    History(SplitMix64 random, int pageSize) {
      this.random = random;
      this.pageSize = pageSize;
      writer = new RandomWriter(random, pageSize);
      options =
          DatabaseOptions.defaults()
              .withPageSize(pageSize)
              .withFreelistPersistence(random.choice(FreelistPersistence.values()));
      database = bed.open(options);
    }

    void run() {
      for (int round = 0; round < 3; round++) {
        fill();
        thinOut();
        others = true;
        shrink();
        readers.forEach(this::close);
        readers.clear();
        others = false;
        assertClose(shrink());
      }
      database.close();
      database = bed.open(options);
      Model.assertSound(database);
      database.view(this::assertSame);
      database.close();
    }

    private boolean assertSame(Transaction transaction) {
      model.assertSame(transaction.root());
      return true;
    }

    private void fill() {
      for (int i = 0; i < 10; i++) {
        write();
      }
      Model next = model.copy();
      Model bulk = (Model) next.entries.computeIfAbsent(BULK, absent -> new Model());
      int keys = random.between(50, 400);
      database.update(
          transaction -> {
            Bucket bucket = transaction.root().createBucketIfMissing(BULK);
            for (int i = 0; i < keys; i++) {
              byte[] key = random.bytes(random.between(1, 20));
              byte[] value = random.bytes(size());
              bucket.put(key, value);
              bulk.entries.put(key, value);
            }
          });
      model = next;
    }

    private int size() {
      return random.chance(1, 30) ? random.between(0, pageSize * 3) : random.between(0, 200);
    }

    private void thinOut() {
      Model next = model.copy();
      Model bulk = (Model) Objects.requireNonNull(next.entries.get(BULK));
      database.update(
          transaction -> {
            Bucket bucket = Objects.requireNonNull(transaction.root().bucket(BULK));
            for (byte[] key : List.copyOf(bulk.entries.keySet())) {
              if (bulk.entries.get(key) instanceof byte[] && random.chance(4, 5)) {
                bucket.delete(key);
                bulk.entries.remove(key);
              }
            }
          });
      model = next;
    }

    private void write() {
      Model next = model.copy();
      database.update(transaction -> writer.change(transaction.root(), next));
      model = next;
    }

    private ShrinkReport shrink() {
      return database.shrink(random.between(1, 40), this::progress);
    }

    private void progress(ShrinkProgress progress) {
      assertEquals(progress.fileBytes(), database.stats().fileBytes());
      Model.assertSound(database);
      database.view(this::assertSame);
      if (random.chance(1, 4)) {
        readers.forEach(held -> held.model.assertSame(held.reader.root()));
      }
      if (others && random.chance(1, 6)) {
        readers.add(new Held(database.beginRead(), model));
      }
      if (others && random.chance(1, 3) && progress.commits() < 60) {
        write();
      }
      if (!readers.isEmpty() && random.chance(1, 8)) {
        close(readers.remove(random.below(readers.size())));
      }
    }

    private void close(Held held) {
      held.model.assertSame(held.reader.root());
      held.reader.close();
    }

    private void assertClose(ShrinkReport report) {
      DatabaseStats stats = database.stats();
      long live = stats.highWaterPage() - stats.freePages() - stats.pendingPages();
      System.out.println(
          options.freelistPersistence() + " " + pageSize + " live=" + live + " " + report);
      assertEquals(Ending.DONE, report.ending());
      assertEquals(stats.highWaterPage() * pageSize, stats.fileBytes());
    }
  }
}
