package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.ReaderCancelledException;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.TransactionClosedException;
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

  /** Guarded by the monitor, which only those who warn take. */
  private boolean warned;

  /** Who cancelled this reader and why; null unless somebody did. Set before the end is. */
  private volatile @Nullable String cancelledBy;

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
  synchronized boolean claimWarning() {
    boolean first = !warned;
    warned = true;
    return first;
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
   * Ends this reader in another's name; false when it has ended before.
   *
   * @param by who does, and why, in words that follow "was cancelled"
   */
  synchronized boolean cancel(String by) {
    if (isClosed()) {
      return false;
    }
    cancelledBy = by;
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
