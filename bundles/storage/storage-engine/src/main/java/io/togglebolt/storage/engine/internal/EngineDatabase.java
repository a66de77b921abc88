package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotException;
import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseFailedException;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.Transaction;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An open database.
 *
 * <p>Who owns what: the writer lock guards the space, the file's growth and the next meta; {@link
 * #meta} is published by the writer and read by anyone; readers own their entries in the reader
 * table and their share of a mapping. There is no other lock, so there is no order to keep. Readers
 * take no lock at all.
 */
final class EngineDatabase implements Database, PartOwner.Boundary {
  private static final Logger LOG = System.getLogger(EngineDatabase.class.getName());

  /** How long a close waits for the write transaction before it rolls it back. */
  private static final long CLOSE_WAIT_MILLIS = 3_000;

  private final String name;
  private final Path path;
  private final FileStore store;
  private final WriterLock writer = new WriterLock();
  private final OpenReaders readers;
  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong rollbacks = new AtomicLong();

  /** Null in a database that is open for reading only. */
  private final @Nullable Space space;

  private volatile Meta meta;
  private volatile SpaceFigures figures;
  private volatile long freelistPages;
  private volatile @Nullable WriteTransaction writing;
  private volatile Consumer writingFor = Consumer.DIRECT;
  private volatile @Nullable IOException failure;
  private volatile boolean closed;

  /** Free and pending pages, as of the last end of a write transaction. */
  private record SpaceFigures(long free, long pending, long freelistPages) {}

  /** Makes the space of a writable database; given the boundary that its slots use. */
  interface SpaceMaker {
    /** The space, or null in a database that is open for reading only. */
    @Nullable Space make(PartOwner.Boundary boundary);
  }

  EngineDatabase(
      String name,
      Path path,
      FileStore store,
      Meta meta,
      Clock clock,
      RunSet free,
      SpaceMaker maker) {
    this.name = name;
    this.path = path;
    this.store = store;
    this.meta = meta;
    readers = new OpenReaders(path.toString(), store, () -> this.meta, clock);
    figures = new SpaceFigures(free.pages(), 0, 0);
    freelistPages = runLengthOfFreelist();
    space = maker.make(this);
    refreshFigures();
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
    return openReader(label, Consumer.DIRECT);
  }

  /** Begins a read transaction on behalf of a consumer. */
  ReadTransaction openReader(String label, Consumer consumer) {
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
    Space owned = requireWritable();
    if (writer.heldByCaller()) {
      throw new IllegalStateException(
          name + ": this thread already has the write transaction; commit or close it first");
    }
    try {
      lockWithParts(owned);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          name + ": interrupted while waiting for the write transaction", interrupted);
    } catch (SlotException refused) {
      // The slots close with the database; then it is the database that the caller should hear of.
      requireOpen();
      throw refused;
    }
    try {
      requireWritable();
      return openWriter(owned, consumer);
    } catch (RuntimeException | Error failed) {
      writer.release();
      throw failed;
    }
  }

  private void lockWithParts(Space owned) throws InterruptedException {
    while (true) {
      owned.awaitParts();
      writer.acquire();
      if (owned.hasParts() || closed) {
        return;
      }
      // The slot became vacant in between; wait for it without the lock, or nobody could fill it.
      writer.release();
    }
  }

  private WriteTransaction openWriter(Space owned, Consumer consumer) {
    owned.begin(meta.txid() + 1, readers.scan());
    FileStore.Mapping mapping = store.use();
    WriteTransaction transaction =
        new WriteTransaction(this, owned, store, meta, pages(mapping, meta), mapping);
    writing = transaction;
    writingFor = consumer;
    return transaction;
  }

  private Pages pages(FileStore.Mapping mapping, Meta state) {
    return new Pages(path.toString(), mapping.segment(), state.pageSize(), state.highWater());
  }

  /** Ends all transactions of a consumer that is gone; an open write transaction is rolled back. */
  void endTransactionsOf(Consumer consumer) {
    readers.closeOf(consumer);
    WriteTransaction open = writing;
    if (open != null && writingFor == consumer) {
      LOG.log(
          Level.WARNING,
          "{0}: the write transaction of {1} is rolled back, since its bundle has stopped",
          name,
          consumer.name());
      open.close();
    }
  }

  /** A durable meta becomes what new transactions see. Called by the writer. */
  void publish(Meta next) {
    meta = next;
    freelistPages = runLengthOfFreelist();
  }

  private long runLengthOfFreelist() {
    if (!meta.freelistPersisted()) {
      return 0;
    }
    FileStore.Mapping mapping = store.use();
    try {
      return pages(mapping, meta).runLength(meta.freelist());
    } catch (CorruptPageException damaged) {
      // Only where the file is open for reading, which needs no freelist; the check reports it.
      return 0;
    } finally {
      mapping.release();
    }
  }

  /** The disk's state is not known any more: no further writes. */
  void fail(IOException cause) {
    failure = cause;
    LOG.log(
        Level.ERROR,
        "{0}: writes are refused until the database is opened again: {1}",
        path,
        cause.getMessage());
  }

  void writerEnded(WriteTransaction transaction, boolean committed) {
    (committed ? commits : rollbacks).incrementAndGet();
    refreshFigures();
    if (writing == transaction) {
      writing = null;
      writer.release();
    }
  }

  private void refreshFigures() {
    Space owned = space;
    if (owned != null) {
      figures = new SpaceFigures(owned.freePages(), owned.pendingPages(), freelistPages);
    }
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T view(Work<T, E> work) throws E {
    try (Transaction transaction = beginRead()) {
      return work.in(transaction);
    }
  }

  @Override
  public <E extends Exception> void update(Action<E> work) throws E {
    try (Transaction transaction = beginWrite()) {
      work.in(transaction);
      transaction.commit();
    }
  }

  @Override
  public DatabaseStats stats() {
    Meta state = meta;
    SpaceFigures pages = figures;
    long[] seen = readers.scan();
    return new DatabaseStats(
        state.pageSize(),
        store.fileBytes(),
        state.txid(),
        state.highWater(),
        pages.free,
        pages.pending,
        pages.freelistPages,
        readers.count(),
        seen.length == 0 ? -1 : seen[0],
        readers.begun(),
        commits.get(),
        rollbacks.get());
  }

  @Override
  public List<ReaderInfo> readers() {
    return readers.list();
  }

  @Override
  public List<SlotControl> slots() {
    Space owned = space;
    return owned == null ? List.of() : owned.slots();
  }

  @Override
  public Inspection inspect() {
    requireOpen();
    Space owned = space;
    if (owned == null) {
      ReadTransaction reader = openReader("inspection", Consumer.DIRECT);
      return new EngineInspection(reader, null);
    }
    if (writer.heldByCaller()) {
      throw new IllegalStateException(
          name + ": this thread has the write transaction; commit or close it before inspecting");
    }
    Taken taken = new Taken();
    try {
      boolean ran =
          run(
              () -> {
                taken.free = owned.unused();
                taken.reader = openReader("inspection", Consumer.DIRECT);
              });
      if (!ran || taken.reader == null) {
        throw new DatabaseClosedException(name + ": the database is closed");
      }
      return new EngineInspection(taken.reader, taken.free);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StorageException(name + ": interrupted while waiting for the writer", interrupted);
    }
  }

  /** What an inspection takes at the boundary: a reader and what is unused in the state it sees. */
  private static final class Taken {
    private @Nullable ReadTransaction reader;
    private @Nullable RunSet free;
  }

  @Override
  public void dump(OutputStream out) throws IOException {
    try (Transaction transaction = beginRead("dump")) {
      CanonicalDump.write(transaction, out);
    }
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public boolean run(Runnable task) throws InterruptedException {
    if (closed) {
      return false;
    }
    writer.acquire();
    try {
      if (closed) {
        return false;
      }
      task.run();
      return true;
    } finally {
      writer.release();
    }
  }

  @Override
  public boolean inside() {
    return writer.heldByCaller();
  }

  private Space requireWritable() {
    requireOpen();
    Space owned = space;
    if (owned == null) {
      throw new ReadOnlyException(name + ": the database is open for reading only");
    }
    IOException cause = failure;
    if (cause != null) {
      throw new DatabaseFailedException(
          name + ": writes are refused until it is opened again, since " + cause.getMessage(),
          cause);
    }
    return owned;
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
    if (space != null) {
      space.close();
    }
    boolean quiet = awaitWriter();
    readers.closeAll();
    try {
      store.close();
    } catch (IOException refused) {
      LOG.log(Level.WARNING, "{0}: closing failed: {1}", path, refused.getMessage());
    }
    if (!quiet) {
      LOG.log(Level.WARNING, "{0}: the open write transaction was rolled back by the close", path);
    }
  }

  /** Returns whether the writer ended by itself. */
  private boolean awaitWriter() {
    // An interrupt of the thread that closes is no reason to take another one's work away.
    if (!writer.heldByCaller() && writer.tryAcquireUninterruptibly(CLOSE_WAIT_MILLIS)) {
      writer.release();
      return true;
    }
    WriteTransaction left = writing;
    if (left != null) {
      left.close();
    }
    return left == null;
  }
}
