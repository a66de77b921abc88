package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.ReaderInfo;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A reader: its place in the reader table and its mapping are given back once, by whoever closes it
 * first.
 */
final class ReadTransaction extends EngineTransaction {
  private final OpenReaders readers;
  private final ReaderTable.Entry entry;
  private final FileStore.Mapping mapping;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Consumer consumer;
  private final long number;
  private final String label;
  private final long openedNanos;
  private final long openedWallMillis;

  /** The identity of a reader, for operators. */
  record Opened(Consumer consumer, long number, String label, long nanos, long wallMillis) {}

  ReadTransaction(
      OpenReaders readers,
      Meta meta,
      Pages pages,
      ReaderTable.Entry entry,
      FileStore.Mapping mapping,
      Opened opened) {
    super(meta, pages);
    this.readers = readers;
    this.entry = entry;
    this.mapping = mapping;
    consumer = opened.consumer;
    number = opened.number;
    label = opened.label;
    openedNanos = opened.nanos;
    openedWallMillis = opened.wallMillis;
  }

  long number() {
    return number;
  }

  Consumer consumer() {
    return consumer;
  }

  /** This reader as operators see it. */
  ReaderInfo info(long nowNanos) {
    String who = consumer.name();
    String purpose = who.isEmpty() || label.isEmpty() ? who + label : who + ": " + label;
    return new ReaderInfo(
        number, id(), purpose, openedWallMillis, (nowNanos - openedNanos) / 1_000_000);
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
  void spoil(RuntimeException cause) {
    requireWritable();
  }

  @Override
  void freeTreePage(long page) {
    requireWritable();
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      // Closed first: a thread that still reads must not hand out what it reads from now on.
      setClosed();
      readers.ended(this, entry);
      mapping.release();
    }
  }
}
