package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.ShrinkInProgressException;
import io.togglebolt.storage.ShrinkProgress;
import io.togglebolt.storage.ShrinkReport;
import io.togglebolt.storage.Transaction;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open database: the readers, who take no lock, and the {@link WriteSide}, whose lock guards all
 * that changes. What both meet at is the last committed meta, published by the writer.
 */
final class EngineDatabase implements Database {
  private static final Logger LOG = System.getLogger(EngineDatabase.class.getName());

  private final String name;
  private final Path path;
  private final FileStore store;
  private final Committed committed;
  private final OpenReaders readers;
  private final WriteSide writeSide;
  private final AtomicBoolean shrinking = new AtomicBoolean();
  private volatile boolean closed;

  EngineDatabase(
      String name,
      Path path,
      FileStore store,
      Meta meta,
      Clock clock,
      RunSet free,
      WriteSide.SpaceMaker maker) {
    this.name = name;
    this.path = path;
    this.store = store;
    committed = new Committed(path.toString(), store, meta);
    readers = new OpenReaders(committed, clock);
    writeSide = new WriteSide(name, path, store, committed, readers, clock, free, maker);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public Transaction beginRead() {
    return beginRead("");
  }

  @Override
  public Transaction beginRead(String label) {
    return beginRead(label, Consumer.DIRECT);
  }

  /** Begins a read transaction on behalf of a consumer. */
  Transaction beginRead(String label, Consumer consumer) {
    requireOpen();
    ReadTransaction reader = readers.begin(label, consumer);
    if (closed) {
      reader.close();
      requireOpen();
    }
    return reader;
  }

  @Override
  public Transaction beginWrite() {
    return beginWrite(Consumer.DIRECT);
  }

  /** Begins the write transaction on behalf of a consumer. */
  Transaction beginWrite(Consumer consumer) {
    return writeSide.begin(consumer);
  }

  /** Ends all transactions of a consumer that is gone; an open write transaction is rolled back. */
  void endTransactionsOf(Consumer consumer) {
    readers.closeOf(consumer);
    writeSide.endTransactionOf(consumer);
  }

  @Override
  public DatabaseStats stats() {
    Meta state = committed.get();
    WriteSide.Figures figures = writeSide.figures();
    long[] seen = readers.scan();
    return new DatabaseStats(
        state.pageSize(),
        store.fileBytes(),
        state.txid(),
        state.highWater(),
        figures.freePages(),
        figures.pendingPages(),
        figures.freelistPages(),
        readers.count(),
        seen.length == 0 ? -1 : seen[0],
        readers.begun(),
        figures.commits(),
        figures.rollbacks());
  }

  @Override
  public List<ReaderInfo> readers() {
    return readers.list();
  }

  @Override
  public List<SlotControl> slots() {
    return writeSide.slots();
  }

  @Override
  public Inspection inspect() {
    return inspect(Consumer.DIRECT);
  }

  /** Inspects on behalf of a consumer. */
  Inspection inspect(Consumer consumer) {
    return writeSide.inspect(consumer);
  }

  @Override
  public void dump(OutputStream out) throws IOException {
    dump(out, Consumer.DIRECT);
  }

  /** Dumps on behalf of a consumer. */
  void dump(OutputStream out, Consumer consumer) throws IOException {
    try (Transaction transaction = beginRead("dump", consumer)) {
      CanonicalDump.write(transaction, out);
    }
  }

  @Override
  public ShrinkReport shrink(
      int pagesPerCommit, java.util.function.Consumer<ShrinkProgress> listener) {
    return shrink(pagesPerCommit, listener, Consumer.DIRECT);
  }

  /** Shrinks on behalf of a consumer. */
  ShrinkReport shrink(
      int pagesPerCommit, java.util.function.Consumer<ShrinkProgress> listener, Consumer consumer) {
    if (pagesPerCommit < 1) {
      throw new IllegalArgumentException(
          name + ": a shrink of " + pagesPerCommit + " pages in a commit; expected 1 or more");
    }
    if (!shrinking.compareAndSet(false, true)) {
      throw new ShrinkInProgressException(
          name + ": a shrink is going on already; expected one at a time");
    }
    try {
      return new Shrinker(this, writeSide, readers, consumer, pagesPerCommit, listener).run();
    } finally {
      shrinking.set(false);
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  private void requireOpen() {
    if (closed) {
      throw new DatabaseClosedException(name + ": the database is closed");
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    writeSide.close();
    readers.closeAll();
    try {
      store.close();
    } catch (IOException refused) {
      LOG.log(Level.WARNING, "{0}: closing failed: {1}", path, refused.getMessage());
    }
  }

  /** Whether the calling thread is inside the write transaction. For tests of hand-overs. */
  boolean inside() {
    return writeSide.inside();
  }
}
