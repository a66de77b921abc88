package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.IncompatibleValueException;
import io.togglebolt.storage.KeyRejectedException;
import io.togglebolt.storage.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what was salvaged, a bounded number of bytes in each transaction. */
final class SalvageWriter implements AutoCloseable {
  private static final byte[] LOST_AND_FOUND = "lost+found".getBytes(StandardCharsets.US_ASCII);
  private static final int CHANGES_PER_COMMIT = 2_000;
  private static final long BYTES_PER_COMMIT = 4 << 20;

  private final Database database;
  private Transaction transaction;

  /** The names of the buckets that the walk is in, and the buckets of the present transaction. */
  private final List<byte[]> names = new ArrayList<>();

  private final List<Bucket> buckets = new ArrayList<>();

  private int changes;
  private long bytes;
  private long keys;
  private long bucketCount;

  SalvageWriter(Database database) {
    this.database = database;
    transaction = database.beginWrite();
  }

  private @Nullable Bucket here() {
    return buckets.isEmpty() ? null : buckets.getLast();
  }

  /**
   * Goes into a bucket, which is made when missing.
   *
   * @return why that cannot be, or null when it was done
   */
  @Nullable String enter(byte[] name, long sequence) {
    Bucket parent = here();
    try {
      Bucket bucket =
          parent == null
              ? transaction.createBucketIfMissing(name)
              : parent.createBucketIfMissing(name);
      if (sequence != 0) {
        bucket.setSequence(sequence);
      }
      names.add(name);
      buckets.add(bucket);
      bucketCount++;
      changed(name.length);
      return null;
    } catch (IncompatibleValueException | KeyRejectedException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  /** The bucket that the walk is in, for people. */
  String where() {
    return names.isEmpty()
        ? "the top level"
        : "bucket " + names.stream().map(Keys::show).collect(Collectors.joining("/"));
  }

  void leave() {
    names.removeLast();
    buckets.removeLast();
  }

  /** Goes into a bucket of {@code lost+found}, to be left with {@link #leaveLost}. */
  void enterLost(String name) {
    enter(LOST_AND_FOUND, 0);
    enter(name.getBytes(StandardCharsets.US_ASCII), 0);
    bucketCount -= 2;
  }

  void leaveLost() {
    leave();
    leave();
  }

  /**
   * Puts an entry.
   *
   * @return why that cannot be, or null when it was done
   */
  @Nullable String put(byte[] key, byte[] value) {
    Bucket bucket = here();
    if (bucket == null) {
      // The root of a sound file holds buckets only.
      enterLost("root");
      String refused = put(key, value);
      leaveLost();
      return refused;
    }
    try {
      bucket.put(key, value);
      keys++;
      changed((long) key.length + value.length);
      return null;
    } catch (IncompatibleValueException | KeyRejectedException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  /** Whether the bucket that the walk is in has that key. */
  boolean has(byte[] key) {
    Bucket bucket = here();
    return bucket != null && (bucket.get(key) != null || bucket.bucket(key) != null);
  }

  private void changed(long more) {
    changes++;
    bytes += more;
    if (changes >= CHANGES_PER_COMMIT || bytes >= BYTES_PER_COMMIT) {
      transaction.commit();
      transaction = database.beginWrite();
      changes = 0;
      bytes = 0;
      Bucket bucket = transaction.root();
      for (int i = 0; i < names.size(); i++) {
        bucket = Objects.requireNonNull(bucket.bucket(names.get(i)));
        buckets.set(i, bucket);
      }
    }
  }

  void commit() {
    transaction.commit();
  }

  long keys() {
    return keys;
  }

  long buckets() {
    return bucketCount;
  }

  @Override
  public void close() {
    transaction.close();
  }
}
