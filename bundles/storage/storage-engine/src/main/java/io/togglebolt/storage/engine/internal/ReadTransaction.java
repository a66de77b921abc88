package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.ReaderCancelledException;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.TransactionClosedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A reader: its place in the reader table is given back once, by whoever closes it first. */
final class ReadTransaction extends EngineTransaction {
  /** More places than a table ever has. */
  private static final int PLACE_BITS = 24;

  private final OpenReaders readers;
  private final ReaderTable.Entry<ReadTransaction> entry;
  private final Client client;
  private final String label;
  private final long number;
  private final long openedNanos;
  private final String thread = Thread.currentThread().getName();
  private final String openedAt;

  /** Whether somebody was warned of this reader; set once. */
  private volatile boolean warned;

  /** Who cancelled this reader and why; null unless somebody did. Set before the end is. */
  private volatile @Nullable String cancelledBy;

  /** No monitor guards these: it is the users' to hold, for as long as they like. */
  private static final VarHandle WARNED;

  private static final VarHandle CANCELLED_BY;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      WARNED = lookup.findVarHandle(ReadTransaction.class, "warned", boolean.class);
      CANCELLED_BY = lookup.findVarHandle(ReadTransaction.class, "cancelledBy", String.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /**
   * A reader that has entered.
   *
   * @param label what it is for, told to operators
   * @param openedAt the calls that led here, or nothing
   */
  ReadTransaction(
      OpenReaders readers,
      Committed.State state,
      ReaderTable.Entry<ReadTransaction> entry,
      Client client,
      String label,
      long openedNanos,
      String openedAt) {
    super(state.meta(), state.pages());
    this.readers = readers;
    this.entry = entry;
    this.client = client;
    this.label = label;
    this.openedNanos = openedNanos;
    this.openedAt = openedAt;
    number = entry.begun() << PLACE_BITS | entry.index();
  }

  long openedNanos() {
    return openedNanos;
  }

  long number() {
    return number;
  }

  /** Whether nobody was warned of this reader yet; from now on somebody was. */
  boolean claimWarning() {
    return WARNED.compareAndSet(this, false, true);
  }

  Client client() {
    return client;
  }

  /** This reader as operators see it; when it was opened follows from its age. */
  ReaderInfo info(long nowNanos, long nowWallMillis) {
    long ageNanos = nowNanos - openedNanos;
    long ageMillis = ageNanos / 1_000_000;
    return new ReaderInfo(
        number,
        id(),
        purpose(),
        nowWallMillis - ageMillis,
        ageMillis,
        readers.isOverdue(ageNanos),
        thread,
        openedAt);
  }

  private String purpose() {
    String who = client.name();
    return who.isEmpty() || label.isEmpty() ? who + label : who + ": " + label;
  }

  @Override
  public long id() {
    return base().txid();
  }

  @Override
  public boolean writable() {
    return false;
  }

  @Override
  public long sizeBytes() {
    return base().highWater() * base().pageSize();
  }

  @Override
  void requireWritable() {
    requireOpen();
    throw new ReadOnlyException(
        "transaction " + id() + " of " + pages().file() + " is a read transaction");
  }

  @Override
  public void commit() {
    requireWritable();
  }

  @Override
  public void onCommit(Runnable hook) {
    requireWritable();
  }

  @Override
  public void onRollback(Runnable hook) {
    requireWritable();
  }

  @Override
  void spoil(Throwable cause) {
    requireWritable();
  }

  @Override
  void freeTreePage(long page) {
    requireWritable();
  }

  /**
   * Ends this reader in another's name; false when it has ended before, or somebody else is about
   * to cancel it.
   *
   * @param by who does, and why, in words that follow "was cancelled"
   */
  boolean cancel(String by) {
    if (isClosed() || !CANCELLED_BY.compareAndSet(this, null, by)) {
      return false;
    }
    if (trySetClosed()) {
      readers.ended(entry);
      return true;
    }
    // Its owner was faster, so that is what it ended by.
    cancelledBy = null;
    return false;
  }

  @Override
  TransactionClosedException closedException() {
    String by = cancelledBy;
    if (by == null) {
      return super.closedException();
    }
    String purpose = purpose();
    return new ReaderCancelledException(
        "reader "
            + number
            + (purpose.isEmpty() ? "" : " (" + purpose + ")")
            + " at transaction "
            + id()
            + " of "
            + pages().file()
            + " was cancelled"
            + by);
  }

  @Override
  public void close() {
    // Closed first: a thread that still reads must not hand out what it reads from now on.
    if (trySetClosed()) {
      readers.ended(entry);
    }
  }
}
