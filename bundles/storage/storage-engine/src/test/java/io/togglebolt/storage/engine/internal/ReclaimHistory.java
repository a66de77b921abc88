package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A database under the exact policy, with random transactions and readers. What it holds back is
 * compared with what readers see, which is found by reading the trees of their states from the file
 * when these were new.
 */
final class ReclaimHistory {
  private static final int PAGE_SIZE = 1024;
  private static final int MOST_READERS = 6;

  /** An open reader and the pages of the state that it sees. */
  private record Reader(Transaction transaction, TreePages pages) {}

  private final SplitMix64 random;
  private final SimulatedDisk disk = new SimulatedDisk();
  private final EngineBed bed;
  private final Database database;
  private final RandomWriter writer;
  private final Model model = new Model();
  private final List<Reader> readers = new ArrayList<>();
  private TreePages newest;
  private long seen;

  ReclaimHistory(SplitMix64 random) {
    this.random = random;
    bed = EngineBed.withAllParts(disk, random);
    database =
        bed.open(
            DatabaseOptions.defaults()
                .withPageSize(PAGE_SIZE)
                .withFreelistPersistence(random.choice(FreelistPersistence.values()))
                .withParts("exact", null));
    writer = new RandomWriter(random, PAGE_SIZE, 200);
    newest = newestPages();
  }

  /** How many pages readers saw that the newest state does not have, summed up over all checks. */
  long pagesSeenByReaders() {
    return seen;
  }

  /** So many steps, each followed by a check. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step();
      checkAfterBeginning();
    }
    readers.forEach(reader -> reader.transaction.close());
    readers.clear();
    checkAfterBeginning();
    Model.assertSound(database);
    database.close();
  }

  private void step() {
    switch (random.below(12)) {
      case 0, 1, 2 -> {
        if (readers.size() < MOST_READERS) {
          readers.add(new Reader(database.beginRead(), newest));
        }
      }
      case 3, 4 -> {
        if (!readers.isEmpty()) {
          readers.remove(random.below(readers.size())).transaction.close();
        }
      }
      case 5 -> rollBack();
      case 6 -> {
        bed.use(database, "freelist", random.choice("legacy", "range"));
        change();
        change();
        bed.use(database, "freelist", "exact");
      }
      default -> checkedChange();
    }
  }

  private void change() {
    database.update(transaction -> writer.change(transaction.root(), model));
    newest = newestPages();
  }

  /** After a commit it also holds what that freed. */
  private void checkedChange() {
    TreePages before = newest;
    long held = seenByReaders();
    change();
    long freed = before.pagesNotIn(newest) + before.freelistPages();
    assertEquals(held + freed, database.stats().pendingPages(), "pending after a commit");
  }

  private void rollBack() {
    try (Transaction transaction = database.beginWrite()) {
      writer.change(transaction.root(), model.copy());
    }
  }

  /** A rolled-back transaction leaves nothing behind but what its beginning released. */
  private void checkAfterBeginning() {
    database.beginWrite().close();
    long held = seenByReaders();
    seen += held;
    DatabaseStats stats = database.stats();
    assertEquals(held, stats.pendingPages(), "pending after a beginning");
    long used = 2 + newest.tree().cardinality() + newest.freelistPages();
    assertEquals(stats.highWaterPage() - used - held, stats.freePages(), "free");
  }

  /** The pages that some open reader sees and the newest state does not have. */
  private long seenByReaders() {
    BitSet pages = new BitSet();
    readers.forEach(reader -> pages.or(reader.pages.tree()));
    pages.andNot(newest.tree());
    return pages.cardinality();
  }

  private TreePages newestPages() {
    try {
      long txid = database.stats().transaction();
      return new TreePages(disk.content(EngineBed.FILE), PAGE_SIZE, txid);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
