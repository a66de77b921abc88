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
   * The share of a page that a split fills in buckets that were not given one of their own, from
   * 0.1 to 1.0; half a page unless it was set.
   */
  double fillPercent();

  /**
   * Sets the share of a page that a split fills, in this transaction, in all buckets that are not
   * given one of their own; values outside 0.1 to 1.0 are brought inside.
   *
   * @throws ReadOnlyException in a read transaction
   */
  void setFillPercent(double value);

  /**
   * What this transaction has done until now, or until its end. Called by the thread that uses the
   * transaction.
   */
  TransactionStats stats();

  /**
   * Has something done once this transaction is durable and visible, and never if it is rolled
   * back. Hooks run in the order in which they were given, on the thread that ends the transaction,
   * without the writer's lock: they may begin transactions of their own. All of them run; when one
   * throws, {@link #commit()} throws {@link HookFailedException} afterwards.
   *
   * @throws ReadOnlyException in a read transaction
   */
  void onCommit(Runnable hook);

  /**
   * The same for a transaction that is rolled back, which a failed commit is too. When a hook
   * throws, {@link #close()} throws {@link HookFailedException}; of a failed commit's own exception
   * it is a suppressed one.
   *
   * @throws ReadOnlyException in a read transaction
   */
  void onRollback(Runnable hook);

  /**
   * Makes the changes durable and visible, and ends the transaction.
   *
   * @throws DatabaseIOException when the disk refused: nothing of the transaction is visible
   * @throws HookFailedException when the transaction is committed, but a hook threw
   * @throws IllegalStateException inside a work of {@link Database#batch}, which others share
   */
  void commit();

  /**
   * Drops the changes, if any, and ends the transaction. Closing after a commit, or twice, does
   * nothing.
   */
  @Override
  void close();
}
