package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.DiskFile;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Transaction;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Copies what a reader sees, entry by entry and in order, into a new file, whose pages are filled
 * one after the other. A commit is made whenever enough was written, so that memory is bounded by
 * the largest value and not by the database.
 */
final class Compaction {
  /** How many bytes of keys and values go into a transaction, one more entry apart. */
  static final long TRANSACTION_BYTES = 1 << 20;

  /** Almost full: what is put in later need not split every page at once. */
  private static final double FILL = 0.9;

  private final EngineDatabase target;
  private Transaction writer;

  /**
   * The buckets from the root to the one that is being filled, as the open transaction has them.
   */
  private final List<Bucket> open = new ArrayList<>();

  private final List<byte[]> names = new ArrayList<>();
  private final WalkGuard guard;
  private long written;

  private Compaction(EngineDatabase target, Pages source) {
    this.target = target;
    guard = new WalkGuard(source);
    writer = target.beginWrite();
  }

  /** Makes the file, which must not exist; returns its size in bytes. */
  static long make(ReadTransaction source, DatabaseOpener opener, Path path) throws IOException {
    Disk disk = opener.disk();
    return NewCopy.make(
        disk,
        path,
        () -> {
          long sizeBytes = copy(source, opener, path);
          try (DiskFile file = disk.open(path, Disk.Access.WRITE)) {
            // The file has grown in steps; and nothing of it is durable yet.
            file.resize(sizeBytes);
            bothMetas(new MetaChoice(path, file), file);
            file.sync();
          }
          return sizeBytes;
        });
  }

  /**
   * Lets the older meta hold the full content too. It still holds what was there before the last
   * commit, at worst the empty file, and a reader falls back to it when the newer one is damaged.
   */
  private static void bothMetas(MetaChoice choice, DiskFile file) throws IOException {
    MetaChoice.Both both = choice.both();
    Meta newest = choice.newer(both.first(), both.second());
    Meta older =
        new Meta(
            newest.pageSize(),
            newest.root(),
            newest.sequence(),
            newest.freelist(),
            newest.highWater(),
            newest.txid() - 1);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate(Layouts.PAGE_HEADER + Meta.SIZE, Long.BYTES);
      older.write(bytes);
      file.write(older.page() * older.pageSize(), bytes);
    }
  }

  private static long copy(ReadTransaction source, DatabaseOpener opener, Path path)
      throws IOException {
    Backup.requireNotInterrupted();
    // Nobody sees the file before it is whole, so it is made durable once, in the end.
    DatabaseOptions options =
        DatabaseOptions.defaults()
            .withPageSize(source.base().pageSize())
            .withFreelistPersistence(FreelistPersistence.ALWAYS)
            .withNoSync(true)
            .withReaderWarning(0)
            .withMetrics(Metrics.none());
    try (EngineDatabase target = opener.open(path, options)) {
      Compaction compaction = new Compaction(target, source.pages());
      try {
        compaction.root(source.rootBucket());
        compaction.writer.commit();
      } finally {
        compaction.writer.close();
      }
      return target.stats().highWaterPage() * source.base().pageSize();
    }
  }

  private void root(EngineBucket source) throws IOException {
    writer.setFillPercent(FILL);
    open.add(writer.root());
    fill(source);
  }

  private void fill(EngineBucket source) throws IOException {
    guard.visitRoot(source);
    if (source.sequence() != 0) {
      open.getLast().setSequence(source.sequence());
    }
    Cursor cursor = source.cursor();
    byte[] before = null;
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      byte[] key = cursor.key();
      WalkGuard.requireAbove(source, before, key);
      before = key;
      byte[] value = cursor.value();
      commitIfEnough();
      if (value == null) {
        written += key.length;
        open.add(open.getLast().createBucket(key));
        names.add(key);
        fill(source.met(key));
        open.removeLast();
        names.removeLast();
      } else {
        written += key.length + value.length;
        open.getLast().put(key, value);
      }
    }
  }

  private void commitIfEnough() throws IOException {
    Backup.requireNotInterrupted();
    if (written < TRANSACTION_BYTES) {
      return;
    }
    writer.commit();
    written = 0;
    writer = target.beginWrite();
    writer.setFillPercent(FILL);
    Bucket bucket = writer.root();
    open.set(0, bucket);
    for (int i = 0; i < names.size(); i++) {
      bucket = Objects.requireNonNull(bucket.bucket(names.get(i)));
      open.set(i + 1, bucket);
    }
  }
}
