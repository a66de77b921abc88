package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.TransactionClosedException;

/** What reading and writing transactions have in common: a meta, its pages, and the root bucket. */
abstract class EngineTransaction implements Transaction {
  private final Meta meta;
  private final Pages pages;
  private final EngineBucket root;
  private double fillPercent = EngineBucket.DEFAULT_FILL;

  /** Set by the owning thread or by whoever closes the database; never unset. */
  private volatile boolean closed;

  EngineTransaction(Meta meta, Pages pages) {
    this.meta = meta;
    this.pages = pages;
    root = EngineBucket.root(this, meta.root(), meta.sequence());
  }

  @Override
  public final Bucket root() {
    requireOpen();
    return root;
  }

  @Override
  public final double fillPercent() {
    return fillPercent;
  }

  @Override
  public final void setFillPercent(double value) {
    requireWritable();
    fillPercent = EngineBucket.fillWithin(value);
  }

  final EngineBucket rootBucket() {
    return root;
  }

  /** The committed state that this transaction began with. */
  final Meta base() {
    return meta;
  }

  final Pages pages() {
    return pages;
  }

  final boolean isClosed() {
    return closed;
  }

  final void setClosed() {
    closed = true;
  }

  final void requireOpen() {
    if (closed) {
      throw closedException();
    }
  }

  abstract void requireWritable();

  /**
   * What a failed read means: once the transaction was closed by somebody else its pages may be
   * unmapped or used again, so nothing that was read since then counts.
   */
  final RuntimeException explain(RuntimeException failure) {
    return closed ? closedException() : failure;
  }

  private TransactionClosedException closedException() {
    return new TransactionClosedException(
        "transaction " + id() + " of " + pages.file() + " has ended");
  }

  /** A change broke off half-way: this transaction can only be rolled back. Writers only. */
  abstract void spoil(RuntimeException cause);

  /** Frees the run that a tree page of the committed state takes. Writers only. */
  abstract void freeTreePage(long page);
}
