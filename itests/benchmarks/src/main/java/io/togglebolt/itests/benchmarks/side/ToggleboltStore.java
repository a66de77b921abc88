package io.togglebolt.itests.benchmarks.side;

import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.itests.benchmarks.store.Snapshot;
import io.togglebolt.itests.benchmarks.store.Store;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.ServiceLoader;

/** Our engine, opened as a user in plain Java opens it. */
final class ToggleboltStore implements Store {
  private static final byte[] BUCKET = "b".getBytes(StandardCharsets.US_ASCII);

  /** How a read transaction gets at values. */
  interface Reading {
    Snapshot of(Transaction transaction, Bucket bucket);
  }

  private final Database database;
  private final Reading reading;

  ToggleboltStore(Path folder, DatabaseOptions options, Reading reading) {
    this.reading = reading;
    DatabaseFactory factory = ServiceLoader.load(DatabaseFactory.class).findFirst().orElseThrow();
    Path file = folder.resolve("data.db");
    database = factory.open(file, options);
  }

  @Override
  public Snapshot snapshot() {
    Transaction transaction = database.beginRead();
    return reading.of(transaction, Objects.requireNonNull(transaction.bucket(BUCKET)));
  }

  @Override
  public void commit(Entries entries, int count) {
    database.update(
        transaction -> {
          Bucket bucket = transaction.createBucketIfMissing(BUCKET);
          for (int i = 0; i < count; i++) {
            entries.advance();
            bucket.put(entries.key(), entries.value());
          }
        });
  }

  @Override
  public void putConcurrently(byte[] key, byte[] value) {
    database.batch(transaction -> transaction.createBucketIfMissing(BUCKET).put(key, value));
  }

  @Override
  public void close() {
    database.close();
  }

  /** Reads by copying: each value is a new array. */
  static final class Copying implements Snapshot {
    private final Transaction transaction;
    private final Bucket bucket;

    Copying(Transaction transaction, Bucket bucket) {
      this.transaction = transaction;
      this.bucket = bucket;
    }

    @Override
    public int valueBytes(byte[] key) {
      byte[] value = bucket.get(key);
      return value == null ? -1 : value.length;
    }

    @Override
    public long scan() {
      long bytes = 0;
      Cursor cursor = bucket.cursor();
      while (cursor.next()) {
        byte[] value = cursor.value();
        bytes += cursor.key().length + (value == null ? 0 : value.length);
      }
      return bytes;
    }

    @Override
    public void close() {
      transaction.close();
    }
  }
}
