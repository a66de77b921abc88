package io.togglebolt.storage;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A sorted map of keys to values and to further buckets, in unsigned byte order. Belongs to its
 * transaction. Arrays given are copied where they are kept; arrays returned are the caller's.
 */
@ProviderType
public interface Bucket {

  /** The longest key or bucket name, in bytes. */
  int MAX_KEY_BYTES = 32_768;

  /** The longest value, in bytes. */
  int MAX_VALUE_BYTES = Integer.MAX_VALUE - 1;

  /** Sees the entries of a bucket. */
  @FunctionalInterface
  interface EntryVisitor<E extends Exception> {
    /** An entry: copies of its key and of its value, which is null for a bucket. */
    void visit(byte[] key, byte @Nullable [] value) throws E;
  }

  /** Sees the buckets in a bucket. */
  @FunctionalInterface
  interface BucketVisitor<E extends Exception> {
    /** A bucket and a copy of its name. */
    void visit(byte[] name, Bucket bucket) throws E;
  }

  /** The value of a key, or null when the key is absent or names a bucket. */
  byte @Nullable [] get(byte[] key);

  /**
   * Points a view at the value of a key, without copying it. A view that finds nothing is left
   * empty.
   *
   * @param into a view of this bucket's transaction
   * @return whether there is a value; false when the key is absent or names a bucket
   * @throws IllegalArgumentException when the view belongs to another transaction
   */
  boolean get(byte[] key, BytesView into);

  /**
   * Sets the value of a key.
   *
   * @throws KeyRejectedException when the key is empty or too long, or this is the root
   * @throws IncompatibleValueException when the key names a bucket
   */
  void put(byte[] key, byte[] value);

  /**
   * Removes a key, if present.
   *
   * @throws IncompatibleValueException when the key names a bucket
   */
  void delete(byte[] key);

  /** The bucket of that name, or null when the name is absent or holds a plain value. */
  @Nullable Bucket bucket(byte[] name);

  /**
   * Creates a bucket.
   *
   * @throws BucketExistsException when there is one of that name
   * @throws IncompatibleValueException when the name holds a plain value
   * @throws KeyRejectedException when the name is empty or too long
   */
  Bucket createBucket(byte[] name);

  /** The bucket of that name, created when missing. */
  Bucket createBucketIfMissing(byte[] name);

  /**
   * Deletes a bucket with all it holds.
   *
   * @throws BucketNotFoundException when there is none of that name
   * @throws IncompatibleValueException when the name holds a plain value
   */
  void deleteBucket(byte[] name);

  /**
   * Moves a bucket with all it holds, and all that was changed in it, to another bucket of the same
   * transaction, under the same name. Nothing is copied; where it is nested deeper than before, the
   * buckets below it are looked for, which reads its leaves. The bucket's own handles stay good.
   *
   * @throws BucketNotFoundException when there is none of that name
   * @throws IncompatibleValueException when the name holds a plain value, here or in the target
   * @throws BucketExistsException when the target has a bucket of that name
   * @throws KeyRejectedException when buckets would be nested deeper than is allowed
   * @throws IllegalArgumentException when the target is this bucket, the one that is moved or one
   *     below it, or belongs to another transaction
   */
  void moveBucket(byte[] name, Bucket target);

  /** A new cursor, standing nowhere. */
  Cursor cursor();

  /**
   * Shows every entry, in order. The visitor may change the bucket: as with a {@link Cursor}, what
   * it adds above the entry it is shown is shown later, what it removes there is not, and nothing
   * else is left out or shown twice. Whatever it throws ends the visit.
   */
  default <E extends Exception> void forEach(EntryVisitor<E> visitor) throws E {
    Cursor cursor = cursor();
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      visitor.visit(cursor.key(), cursor.value());
    }
  }

  /** The same for the buckets in this one; plain values are passed over. */
  <E extends Exception> void forEachBucket(BucketVisitor<E> visitor) throws E;

  /**
   * The figures of this bucket and of those in it. They describe pages, so in a write transaction
   * they are those that it began with: what is changed since then has no pages before the commit.
   * Reads every leaf.
   */
  BucketStats stats();

  /** The bucket's sequence number, an unsigned 64-bit integer. */
  long sequence();

  /** Sets the sequence number. */
  void setSequence(long value);

  /** Raises the sequence number by one and returns it. */
  long nextSequence();

  /** The share of a page that a split fills, from 0.1 to 1.0; not persisted. */
  double fillPercent();

  /**
   * Sets the share of a page that a split fills in this transaction; values outside 0.1 to 1.0 are
   * brought inside.
   */
  void setFillPercent(double value);
}
