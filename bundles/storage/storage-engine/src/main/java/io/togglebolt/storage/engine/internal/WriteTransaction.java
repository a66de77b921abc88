package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.HookFailedException;
import io.togglebolt.storage.StorageException;
import io.togglebolt.storage.spi.PendingRun.Kind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writer. Its changes live in nodes until the commit gives them pages; it holds the writer lock
 * from its begin to its end.
 *
 * <p>Commit: rebalance, spill, free the old freelist and allocate the new one where each commit has
 * one ({@link FreelistPersistence}), grow the file, write the pages, sync, write the meta, sync.
 * Until the meta is written any failure leaves the last committed state as it was. From the meta's
 * write on a failure leaves it open which state the disk holds, and the database refuses further
 * writes.
 */
final class WriteTransaction extends EngineTransaction {
  private static final Logger LOG = System.getLogger(WriteTransaction.class.getName());

  private final WriteSide writeSide;
  private final Client client;
  private final Space space;
  private final FileStore store;
  private final FileStore.Mapping mapping;
  private final DirtyPages dirty;
  private final long begunNanos;
  private long highWater;
  private long ceiling = CommitPages.NO_CEILING;
  private @Nullable Throwable spoiledBy;
  private Hooks hooks = new Hooks();
  private boolean committed;
  private long commitNanos;

  /** Whether it is shared by the works of a batch, which must not end it. */
  private boolean shared;

  /** Guards the end of the transaction against a commit in progress: both take this lock. */
  private final ReentrantLock ending = new ReentrantLock();

  WriteTransaction(
      WriteSide writeSide,
      Client client,
      Space space,
      FileStore store,
      Meta meta,
      Pages pages,
      FileStore.Mapping mapping,
      DirtyPages dirty) {
    super(meta, pages);
    this.writeSide = writeSide;
    this.client = client;
    this.space = space;
    this.store = store;
    this.mapping = mapping;
    this.dirty = dirty;
    begunNanos = writeSide.nanoTime();
    highWater = meta.highWater();
  }

  Client client() {
    return client;
  }

  long begunNanos() {
    return begunNanos;
  }

  /** How long the commit took, until others could see it; hooks come later. */
  long commitNanos() {
    return commitNanos;
  }

  @Override
  public long id() {
    return base().txid() + 1;
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public long sizeBytes() {
    return highWater * base().pageSize();
  }

  @Override
  void requireWritable() {
    requireOpen();
  }

  @Override
  void spoil(Throwable cause) {
    spoiledBy = cause;
  }

  /** The change that broke off half-way, so that nothing of this transaction can be committed. */
  @Nullable Throwable spoiledBy() {
    return spoiledBy;
  }

  /** From now on {@link #commit} and {@link #close} are refused, and these hooks are given to. */
  void share(Hooks hooksOfWork) {
    shared = true;
    hooks = hooksOfWork;
  }

  @Override
  public void onCommit(Runnable hook) {
    requireOpen();
    hooks.onCommit(hook);
  }

  @Override
  public void onRollback(Runnable hook) {
    requireOpen();
    hooks.onRollback(hook);
  }

  private void requireNotShared(String what) {
    if (shared && !isClosed()) {
      throw new IllegalStateException(
          "transaction "
              + id()
              + " of "
              + pages().file()
              + " is shared by a batch, so a work cannot "
              + what
              + " it; return to have it committed, or throw");
    }
  }

  /** Runs, once and without any lock, what is due; whoever shares it runs its own hooks. */
  private @Nullable HookFailedException runHooks() {
    if (shared || !isClosed()) {
      return null;
    }
    return Hooks.run(
        hooks.take(committed), "transaction " + id() + " of " + pages().file(), committed);
  }

  @Override
  void freeTreePage(long page) {
    // The space belongs to the next writer as soon as somebody else has closed this transaction.
    ending.lock();
    try {
      requireOpen();
      space.free(page, Math.toIntExact(pages().runLength(page)), Kind.TREE);
    } finally {
      ending.unlock();
    }
  }

  /**
   * Lowers the high-water mark over the free pages below it. Called before anything else, by a
   * transaction that shrinks the file.
   */
  void trim() {
    writeSide.traffic().trims();
    highWater = space.trim(highWater, Meta.LEAST_HIGH_WATER);
  }

  /** How many pages below the given one are free; counted only up to {@code atMost}. */
  long freePagesBelow(long page, long atMost) {
    return space.freePagesBelow(page, atMost);
  }

  /** From now on tree pages are placed below the given page, or the commit fails. */
  void placeBelow(long page) {
    ceiling = page;
  }

  @Override
  public void commit() {
    requireNotShared("commit");
    try {
      commitNow();
    } catch (RuntimeException | Error failure) {
      HookFailedException alsoFailed = runHooks();
      if (alsoFailed != null) {
        failure.addSuppressed(alsoFailed);
      }
      throw failure;
    }
    throwIfAny(runHooks());
  }

  private static void throwIfAny(@Nullable HookFailedException failed) {
    if (failed != null) {
      throw failed;
    }
  }

  /** Commits without running hooks. */
  void commitNow() {
    ending.lock();
    try {
      commitLocked();
    } finally {
      ending.unlock();
    }
  }

  private void commitLocked() {
    requireOpen();
    requireUnspoiled();
    long begunCommit = writeSide.nanoTime();
    Meta next;
    try {
      next = writePages();
      writeSide.requireSound(next, space);
    } catch (IOException refused) {
      throw rolledBack("commit of transaction " + id() + " failed", refused);
    } catch (IndexOutOfBoundsException outside) {
      // What was checked when it was read is not so any more.
      end(false);
      throw new StorageException(
          pages().file()
              + ": transaction "
              + id()
              + " is rolled back: a page that it read was changed by another process meanwhile, or"
              + " is damaged in a way that only writing finds; check the file",
          outside);
    } catch (RuntimeException | InternalError failure) {
      try {
        // Before the end, which would explain everything.
        throw explain(failure);
      } finally {
        end(false);
      }
    } catch (Error failure) {
      end(false);
      throw failure;
    }
    try {
      long begun = writeSide.nanoTime();
      writeMeta(next);
      tally().writes++;
      tally().writeNanos += writeSide.nanoTime() - begun;
      space.commit();
      writeSide.publish(next);
      commitNanos = writeSide.nanoTime() - begunCommit;
    } catch (IOException refused) {
      writeSide.fail(refused);
      throw rolledBack("the meta of transaction " + id() + " may or may not be on disk", refused);
    } catch (RuntimeException | Error failure) {
      try {
        writeSide.fail(new IOException(failure.toString(), failure));
      } finally {
        end(false);
      }
      throw failure;
    }
    end(true);
  }

  private void requireUnspoiled() {
    Throwable cause = spoiledBy;
    if (cause != null) {
      end(false);
      throw new StorageException(
          pages().file()
              + ": transaction "
              + id()
              + " is rolled back, since one of its changes broke off half-way: "
              + cause.getMessage(),
          cause);
    }
  }

  private Meta writePages() throws IOException {
    EngineBucket root = rootBucket();
    long begun = writeSide.nanoTime();
    Rebalancer.rebalance(root);
    long rebalanced = writeSide.nanoTime();
    Placing placing = new Placing(this);
    new Spiller(placing).spill(root);
    CommitPages pages = new CommitPages(space, dirty, placing, highWater, ceiling);
    placing.place(placement(), pages);
    tally().rebalanceNanos = rebalanced - begun;
    tally().spillNanos = writeSide.nanoTime() - rebalanced;
    long freelist = writeNodes(placing, pages);
    highWater = pages.highWater();
    writeSide.traffic().placed(placement(), placing, space, freelist != Layouts.NO_FREELIST);
    tally().pagesAllocated = space.allocatedPages();
    settle();
    store.ensurePages(highWater);
    long begunWriting = writeSide.nanoTime();
    store.write(dirty);
    try {
      store.sync();
      tally().writes = dirty.runs();
      tally().writeNanos = writeSide.nanoTime() - begunWriting;
    } catch (IOException refused) {
      // After a failed sync the system may have dropped the pages that it could not write.
      writeSide.fail(refused);
      throw refused;
    }
    return new Meta(base().pageSize(), root.rootPage(), root.sequence(), freelist, highWater, id());
  }

  private void settle() throws IOException {
    try {
      store.settle(base());
    } catch (IOException refused) {
      writeSide.fail(refused);
      throw refused;
    }
  }

  /**
   * Like bbolt in everything where the list is written as bbolt writes it. A transaction that
   * shrinks the file fills it from below.
   */
  private Placement placement() {
    return space.persistence() == FreelistPersistence.ALWAYS || ceiling != CommitPages.NO_CEILING
        ? Placement.BBOLT_ORDER
        : Placement.IN_RUNS;
  }

  /**
   * Fills the memory of all pages, and returns the freelist's page. There is a new list where each
   * commit writes one. Elsewhere the first commit of a session leaves the list that it found: its
   * pages stay as they are until the meta without it is durable, as those of any page that a
   * transaction frees.
   */
  private long writeNodes(Placing placing, CommitPages pages) {
    Meta old = base();
    if (old.freelistPersisted()) {
      int pageCount = Math.toIntExact(pages().runLength(old.freelist()));
      space.free(old.freelist(), pageCount, Kind.FREELIST);
    }
    if (space.persistence() != FreelistPersistence.ALWAYS
        || space.listedPages() > FreelistPage.MAX_IDS) {
      dirty.layOut();
      placing.write(dirty);
      return Layouts.NO_FREELIST;
    }
    int pageCount = FreelistPage.pagesFor(space.listedPages(), old.pageSize());
    long start = pages.takeFreelist(pageCount);
    dirty.layOut();
    placing.write(dirty);
    FreelistPage.write(
        dirty.memory(start, pageCount), start, pageCount, space.listedPages(), space.listedIds());
    return start;
  }

  private void writeMeta(Meta next) throws IOException {
    MemorySegment page = dirty.metaPage();
    next.write(page);
    store.writeMeta(page, next.page());
  }

  private DatabaseIOException rolledBack(String what, IOException cause) {
    end(false);
    return new DatabaseIOException(
        pages().file() + ": " + what + " and is rolled back: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    requireNotShared("close");
    closeNow();
    throwIfAny(runHooks());
  }

  /** Rolls back without running hooks, unless it has ended. */
  void closeNow() {
    ending.lock();
    try {
      if (!isClosed()) {
        end(false);
      }
    } finally {
      ending.unlock();
    }
  }

  /** Closes unless a commit is in progress that does not come to its end in time. */
  boolean tryClose(long millis) {
    boolean interrupted = Thread.interrupted();
    try {
      if (!ending.tryLock(millis, TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException again) {
      interrupted = true;
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    try {
      closeNow();
    } finally {
      ending.unlock();
    }
    HookFailedException failed = runHooks();
    if (failed != null) {
      LOG.log(Level.WARNING, String.valueOf(failed.getMessage()), failed);
    }
    return true;
  }

  private void end(boolean isCommit) {
    committed = isCommit;
    setClosed();
    try {
      if (!isCommit) {
        space.rollback();
      }
    } finally {
      // Memory may be short, so that any step can fail; the lock is given up in any case.
      try {
        if (space.isTorn()) {
          writeSide.failTorn();
        }
        dirty.clear();
        mapping.release();
      } finally {
        writeSide.ended(this, isCommit);
      }
    }
  }
}
