package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.ReaderInfo;

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

  /**
   * A reader that has entered.
   *
   * @param label what it is for, told to operators
   */
  ReadTransaction(
      OpenReaders readers,
      Committed.State state,
      ReaderTable.Entry<ReadTransaction> entry,
      Client client,
      String label,
      long openedNanos) {
    super(state.meta(), state.pages());
    this.readers = readers;
    this.entry = entry;
    this.client = client;
    this.label = label;
    this.openedNanos = openedNanos;
    number = entry.begun() << PLACE_BITS | entry.index();
  }

  long openedNanos() {
    return openedNanos;
  }

  Client client() {
    return client;
  }

  /** This reader as operators see it; when it was opened follows from its age. */
  ReaderInfo info(long nowNanos, long nowWallMillis) {
    String who = client.name();
    String purpose = who.isEmpty() || label.isEmpty() ? who + label : who + ": " + label;
    long ageMillis = (nowNanos - openedNanos) / 1_000_000;
    return new ReaderInfo(number, id(), purpose, nowWallMillis - ageMillis, ageMillis);
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

  @Override
  public void close() {
    // Closed first: a thread that still reads must not hand out what it reads from now on.
    if (trySetClosed()) {
      readers.ended(entry);
    }
  }
}
