package io.togglebolt.storage.engine.internal;

import static java.util.Objects.requireNonNull;

import io.togglebolt.runtime.Clock;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotException;
import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseFailedException;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.ReadOnlyException;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.StrictCheckException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of a database: the writer lock, and what it guards. That is the space, the
 * file's growth and the next meta. Whoever holds the lock is the write transaction, or stands at
 * the boundary between two of them. There is no other lock, so there is no order to keep; the
 * figures and the meta are published for anybody to read.
 */
final class WriteSide implements PartOwner.Boundary {
  private static final Logger LOG = System.getLogger(WriteSide.class.getName());

  /** How long a close waits for the write transaction before it rolls it back. */
  private static final long CLOSE_WAIT_MILLIS = 2_000;

  private final String name;
  private final Path path;
  private final FileStore store;
  private final Committed committed;
  private final OpenReaders readers;
  private final Clock clock;
  private final boolean strict;
  private final WriterLock lock = new WriterLock();

  private final Traffic traffic = new Traffic();
  private final DirtyPages dirty;

  /** Null in a database that is open for reading only. */
  private final @Nullable Space space;

  /** Guarded by the lock. */
  private final FileEnd end;

  private volatile WriterFigures figures;
  private volatile @Nullable WriteTransaction writing;
  private volatile WriterEnds ends = WriterEnds.UNHEARD;
  private volatile @Nullable IOException failure;

  /** Made before it is needed: what it tells of happens when memory is short. */
  private final IOException torn =
      new IOException("which pages are free is not known: a change of that broke off half-way");

  private volatile boolean closed;

  /** Makes the space of a writable database; given the boundary that its slots use. */
  interface SpaceMaker {
    /** The space, or null in a database that is open for reading only. */
    @Nullable Space make(PartOwner.Boundary boundary);
  }

  /**
   * @param strict whether each commit is checked before it becomes visible
   * @param free the pages that were free when the file was opened
   */
  WriteSide(
      String name,
      Path path,
      FileStore store,
      Committed committed,
      OpenReaders readers,
      Clock clock,
      boolean strict,
      RunSet free,
      SpaceMaker maker) {
    this.name = name;
    this.path = path;
    this.store = store;
    this.committed = committed;
    this.readers = readers;
    this.clock = clock;
    this.strict = strict;
    end = new FileEnd(store, committed, readers);
    dirty = new DirtyPages(committed.get().pageSize());
    figures = WriterFigures.atOpening(committed.get().highWater(), free.pages(), freelistPages());
    space = maker.make(this);
  }

  /** From now on the given one hears of the ends. */
  void tell(WriterEnds listener) {
    ends = listener;
  }

  /** Begins the write transaction on behalf of a client. */
  WriteTransaction begin(Client client) {
    Space owned = requireWritable();
    if (lock.heldByCaller()) {
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
      return open(owned, client);
    } catch (RuntimeException | Error failed) {
      giveUpBeginning(owned);
      throw failed;
    }
  }

  /** A beginning that broke off in the middle of a change of what is free ends the writing. */
  private void giveUpBeginning(Space owned) {
    try {
      if (owned.isTorn() && failure == null) {
        failTorn();
      }
    } finally {
      lock.release();
    }
  }

  private void lockWithParts(Space owned) throws InterruptedException {
    while (true) {
      owned.awaitParts();
      lock.acquire();
      if (owned.hasParts() || closed) {
        return;
      }
      // The slot became vacant in between; wait for it without the lock, or nobody could fill it.
      lock.release();
    }
  }

  private WriteTransaction open(Space owned, Client client) {
    Meta base = committed.get();
    if (base.txid() >= Meta.MAX_TXID) {
      throw new StorageException(
          path
              + ": transaction "
              + base.txid()
              + " is the last that has a number; compact the file");
    }
    long[] seen = readers.scan();
    owned.begin(base.txid() + 1, seen);
    traffic.begun(seen, owned, base.highWater());
    store.releaseUnseen(seen);
    FileStore.Mapping mapping = store.use();
    WriteTransaction transaction =
        new WriteTransaction(
            this, client, owned, store, base, Pages.of(path, store, mapping, base), mapping, dirty);
    writing = transaction;
    return transaction;
  }

  /**
   * Looks, where the database is strict, at all of a state whose pages are written and whose meta
   * is not.
   *
   * @throws StrictCheckException when something is wrong with it
   */
  void requireSound(Meta next, Space owned) {
    if (strict) {
      StrictCheck.requireSound(path, store, next, owned.unused());
    }
  }

  /** A durable meta becomes what new transactions see. Called by the writer. */
  void publish(Meta next) {
    end.published(committed.get(), next);
    committed.publish(next);
    Space owned = space;
    if (owned != null) {
      traffic.committed(owned, next);
    }
  }

  /** The last committed state. */
  Meta state() {
    return committed.get();
  }

  /** What the write transactions do with pages, for those who follow it. */
  Traffic traffic() {
    return traffic;
  }

  /**
   * Cuts the file where {@link FileEnd} says. Waits for the boundary between two write
   * transactions.
   */
  void truncate() throws InterruptedException {
    AtomicReference<@Nullable IOException> refused = new AtomicReference<>();
    run(
        () -> {
          try {
            if (failure == null) {
              end.cut();
            }
          } catch (IOException failed) {
            refused.set(failed);
          }
        });
    IOException cause = refused.get();
    if (cause != null) {
      throw new DatabaseIOException(
          path + ": the file cannot be cut: " + cause.getMessage(), cause);
    }
  }

  /**
   * Which pages are free is not known any more: no further writes, and no list is written at the
   * close, so that the next opening scans the tree.
   */
  void failTorn() {
    fail(torn);
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

  /** The write transaction has ended; its lock is given up. */
  void ended(WriteTransaction transaction, boolean isCommit) {
    Space owned = space;
    if (owned == null || writing != transaction) {
      return;
    }
    try {
      figures =
          isCommit
              ? figures.afterCommit(owned, committed.get(), freelistPages(), transaction.stats())
              : figures.afterRollback(owned);
      ends.atBoundary();
    } finally {
      // Whatever is wrong with the figures, the next writer must not wait for ever.
      writing = null;
      lock.release();
    }
    ends.ended(transaction, isCommit);
  }

  private long freelistPages() {
    Meta state = committed.get();
    if (!state.freelistPersisted()) {
      return 0;
    }
    try {
      FileStore.Mapping mapping = store.use();
      try {
        return Pages.of(path, store, mapping, state).runLength(state.freelist());
      } finally {
        mapping.release();
      }
    } catch (CorruptPageException | InternalError damaged) {
      // Only where the file is open for reading, which needs no freelist, or where somebody else
      // has cut it; the check reports it.
      return 0;
    } catch (DatabaseClosedException closedUnderTheCommit) {
      // The commit stands all the same, and nobody asks a closed database for figures.
      return 0;
    }
  }

  WriterFigures figures() {
    return figures;
  }

  List<SlotControl> slots() {
    Space owned = space;
    return owned == null ? List.of() : owned.slots();
  }

  /** Whether this database is open for writing, so that there are boundaries to meet. */
  boolean isWritable() {
    return space != null;
  }

  /** What is unused in the committed state, taken at a boundary; null where there is none. */
  @Nullable UnusedPages unused() {
    Space owned = space;
    return owned == null ? null : new UnusedPages(owned.unused(), owned.free());
  }

  @Override
  public boolean run(Runnable task) throws InterruptedException {
    if (closed) {
      return false;
    }
    lock.acquire();
    try {
      if (closed) {
        return false;
      }
      task.run();
      return true;
    } finally {
      lock.release();
    }
  }

  /**
   * The same for whoever does not wait longer than that; false when the task was not run. An
   * interrupt is no reason to give up, since the wait is short.
   */
  boolean runWithin(long millis, Runnable task) {
    if (closed || lock.heldByCaller() || !lock.tryAcquireUninterruptibly(millis)) {
      return false;
    }
    try {
      if (closed) {
        return false;
      }
      task.run();
      return true;
    } finally {
      lock.release();
    }
  }

  /** For how long the write transaction has been open, by the clock; 0 when none is. */
  long writingMillis() {
    WriteTransaction open = writing;
    return open == null ? 0 : TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - open.begunNanos());
  }

  /**
   * Where the pages are, and what is seen of them. Called at a boundary of a database that is open
   * for writing. Looks at each reader's place, as each beginning of a write transaction does.
   */
  SpaceSnapshot snapshot() {
    Space owned = requireNonNull(space);
    if (owned.isTorn()) {
      throw new DatabaseFailedException(name + ": " + torn.getMessage(), torn);
    }
    return new SpaceSnapshot(
        committed.get(),
        store.fileBytes(),
        owned.free(),
        owned.pendingCopy(),
        figures.freelistPages(),
        List.of(),
        readers.scan());
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public boolean inside() {
    return lock.heldByCaller();
  }

  /** Rolls back the write transaction of a client that is gone. */
  void endTransactionOf(Client client) {
    WriteTransaction open = writing;
    if (open != null && open.client() == client) {
      endOnBehalfOf(client, open);
    }
  }

  /** Rolls back a write transaction in which a client that is gone was the one to act. */
  void endOnBehalfOf(Client client, WriteTransaction open) {
    LOG.log(
        Level.WARNING,
        open.tryClose(CLOSE_WAIT_MILLIS)
            ? "{0}: the open write transaction of {1} is rolled back, since it gave the database"
                + " back"
            : "{0}: a commit of {1}, which gave the database back, hangs",
        name,
        client.name());
  }

  /**
   * The space, which may be written to.
   *
   * @throws StorageException when the database is closed, read-only, or refuses writes
   */
  Space requireWritable() {
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

  /** Refuses what a closed database cannot do. */
  void requireOpen() {
    if (closed) {
      throw closedException();
    }
  }

  DatabaseClosedException closedException() {
    return new DatabaseClosedException(name + ": the database is closed");
  }

  /** Lets no transaction begin any more, and writes nothing. */
  void abandon() {
    closed = true;
    if (space != null) {
      space.close();
    }
  }

  /** Lets no transaction begin any more and waits for the open one, or rolls it back. */
  void close() {
    abandon();
    // An interrupt of the thread that closes is no reason to take another one's work away.
    if (!lock.heldByCaller() && lock.tryAcquireUninterruptibly(CLOSE_WAIT_MILLIS)) {
      endSession();
      return;
    }
    WriteTransaction left = writing;
    if (left != null) {
      boolean ended = left.tryClose(CLOSE_WAIT_MILLIS);
      LOG.log(
          Level.WARNING,
          ended
              ? "{0}: the open write transaction is rolled back by the close"
              : "{0}: a commit hangs; the file is closed under it, and holds the last one whole",
          path);
      if (ended && lock.tryAcquireUninterruptibly(CLOSE_WAIT_MILLIS)) {
        endSession();
      }
    }
  }

  /** Writes what a clean close owes the file, with the lock held, and gives the lock up. */
  private void endSession() {
    try {
      Meta last = committed.get();
      if (space != null && failure == null && ClosingList.isDue(space, last)) {
        ClosingList.write(space, store, last);
      }
    } catch (IOException | RuntimeException refused) {
      LOG.log(
          Level.WARNING,
          "{0}: the list of free pages could not be written at the close, so the next opening scans"
              + " the file: {1}",
          path,
          String.valueOf(refused.getMessage()));
    } finally {
      lock.release();
    }
  }
}
