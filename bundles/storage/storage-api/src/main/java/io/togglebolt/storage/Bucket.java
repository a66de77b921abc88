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

  /** A new cursor, standing nowhere. */
  Cursor cursor();

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
