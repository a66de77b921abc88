package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.BytesView;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.TransactionClosedException;
import io.togglebolt.storage.TransactionStats;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What reading and writing transactions have in common: a meta, its pages, and the root bucket. */
abstract class EngineTransaction implements Transaction {
  private final Meta meta;
  private final Pages pages;
  private final EngineBucket root;
  private final Lookup lookup = new Lookup();
  private final TransactionTally tally = new TransactionTally();
  private double fillPercent = FillPercent.DEFAULT;

  /** Set by the owning thread or by whoever closes the database; never unset. */
  private volatile boolean closed;

  private static final VarHandle CLOSED;

  static {
    try {
      CLOSED =
          MethodHandles.lookup().findVarHandle(EngineTransaction.class, "closed", boolean.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  EngineTransaction(Meta meta, Pages pages) {
    this.meta = meta;
    this.pages = pages;
    root = new EngineBucket(this, meta);
  }

  @Override
  public final Bucket root() {
    requireOpen();
    return root;
  }

  @Override
  public final TransactionStats stats() {
    return tally.stats(meta.pageSize());
  }

  final TransactionTally tally() {
    return tally;
  }

  @Override
  public final double fillPercent() {
    return fillPercent;
  }

  @Override
  public final void setFillPercent(double value) {
    requireWritable();
    fillPercent = FillPercent.within(value);
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

  /** Ends the transaction; false when somebody else has ended it before. */
  final boolean trySetClosed() {
    return CLOSED.compareAndSet(this, false, true);
  }

  /** Not final, so that a test can close the transaction behind a look that found it open. */
  void requireOpen() {
    if (closed) {
      throw closedException();
    }
  }

  /**
   * The same after a read of pages. Whatever was read before this is from an open transaction,
   * since the reads are done before the look at {@link #closed}; without the fence they could be
   * done later.
   */
  final void requireStillOpen() {
    VarHandle.acquireFence();
    requireOpen();
  }

  @Override
  public final BytesView newView() {
    requireOpen();
    return new EngineBytesView(this);
  }

  final Lookup lookup() {
    return lookup;
  }

  abstract void requireWritable();

  /**
   * What a failed read means: once the transaction was closed by somebody else its pages may be
   * unmapped or used again, so nothing that was read since then counts.
   */
  final RuntimeException explain(Throwable failure) {
    if (closed) {
      return closedException();
    }
    if (failure instanceof InternalError && writable()) {
      // It may have come in the middle of any change.
      spoil(failure);
    }
    return pages.explain(failure);
  }

  /** What is thrown at whoever uses this transaction after its end. */
  TransactionClosedException closedException() {
    return new TransactionClosedException(
        "transaction " + id() + " of " + pages.file() + " has ended");
  }

  /** A change broke off half-way: this transaction can only be rolled back. Writers only. */
  abstract void spoil(Throwable cause);

  /** Frees the run that a tree page of the committed state takes. Writers only. */
  abstract void freeTreePage(long page);
}
