package io.togglebolt.storage;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A consistent view of the database, and for a writer its changes. Used by one thread at a time.
 * After its end every call but {@link #close()} throws {@link TransactionClosedException}.
 */
@ProviderType
public interface Transaction extends AutoCloseable {

  /** The transaction that is seen; for a writer, its own. */
  long id();

  /** Whether changes are allowed. */
  boolean writable();

  /** The root bucket. It holds buckets only: a key with a plain value cannot be put there. */
  Bucket root();

  /** The top-level bucket of that name, or null. */
  default @Nullable Bucket bucket(byte[] name) {
    return root().bucket(name);
  }

  /** Creates a top-level bucket. See {@link Bucket#createBucket}. */
  default Bucket createBucket(byte[] name) {
    return root().createBucket(name);
  }

  /** The top-level bucket of that name, created when missing. */
  default Bucket createBucketIfMissing(byte[] name) {
    return root().createBucketIfMissing(name);
  }

  /** Deletes a top-level bucket with all it holds. */
  default void deleteBucket(byte[] name) {
    root().deleteBucket(name);
  }

  /** A view to read keys and values of this transaction with, pointing nowhere yet. */
  BytesView newView();

  /**
   * The database's size in bytes as this transaction sees it: the high-water mark times the page
   * size.
   */
  long sizeBytes();

  /**
   * Makes the changes durable and visible, and ends the transaction.
   *
   * @throws DatabaseIOException when the disk refused: nothing of the transaction is visible
   */
  void commit();

  /**
   * Drops the changes, if any, and ends the transaction. Closing after a commit, or twice, does
   * nothing.
   */
  @Override
  void close();
}
