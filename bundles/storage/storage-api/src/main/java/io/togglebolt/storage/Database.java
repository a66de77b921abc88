package io.togglebolt.storage;

import io.togglebolt.slot.SlotControl;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open bbolt file: many readers and one writer at a time, each seeing the database as of one
 * committed transaction. Thread-safe; transactions are not.
 */
@ProviderType
public interface Database extends AutoCloseable {

  /** Work inside a transaction. */
  @FunctionalInterface
  interface Work<T, E extends Exception> {
    /** Does the work; the transaction ends when it returns or throws. */
    T in(Transaction transaction) throws E;
  }

  /** Work inside a transaction, without a result. */
  @FunctionalInterface
  interface Action<E extends Exception> {
    /** Does the work; the transaction ends when it returns or throws. */
    void in(Transaction transaction) throws E;
  }

  /** The name shown to operators. */
  String name();

  /** The file. */
  Path path();

  /**
   * Begins a read transaction on the last committed state. It never waits. The caller closes it;
   * until then the pages it sees are kept.
   */
  Transaction beginRead();

  /** The same with a label that tells operators what the reader is for. */
  Transaction beginRead(String label);

  /**
   * Begins the write transaction, waiting for the one before to end. The caller commits it or
   * closes it, on the same thread.
   *
   * @throws ReadOnlyException when the database was opened for reading only
   * @throws io.togglebolt.slot.SlotVacantException when the allocator or freelist slot stayed
   *     vacant
   * @throws DatabaseFailedException when an earlier commit failed in a way that forbids further
   *     writes
   * @throws IllegalStateException when the calling thread already has the write transaction
   */
  Transaction beginWrite();

  /** Reads: begins a read transaction, does the work and closes it. */
  default <T extends @Nullable Object, E extends Exception> T view(Work<T, E> work) throws E {
    try (Transaction transaction = beginRead()) {
      return work.in(transaction);
    }
  }

  /**
   * Writes: begins the write transaction, does the work, and commits; rolls back when the work
   * throws.
   */
  default <E extends Exception> void update(Action<E> work) throws E {
    Transaction transaction = beginWrite();
    Throwable failure = null;
    try {
      work.in(transaction);
      transaction.commit();
    } catch (Throwable thrown) {
      failure = thrown;
      throw thrown;
    } finally {
      try {
        transaction.close();
      } catch (Throwable again) {
        // Errors for want of memory may be one and the same object.
        if (failure == null) {
          throw again;
        }
        if (again != failure) {
          failure.addSuppressed(again);
        }
      }
    }
  }

  /**
   * Writes together with others: works that are given while a commit is on its way to the disk
   * share the next one. There is no timer, so a lone caller waits for nobody. Returns when the
   * commit that holds the work is durable.
   *
   * <p>The work runs on the thread of any of the callers, not necessarily on this one: it must not
   * count on thread locals or the context class loader. It may run more than once, since a
   * transaction in which another work failed is rolled back and tried again without that one:
   * whatever it does outside the transaction must bear repetition. It can neither commit nor close
   * the transaction, and cannot begin another. Hooks that it gives run on this thread; those for a
   * rollback run for each try that was rolled back.
   *
   * <p>A work that throws fails alone, with its own exception. When the commit fails, or the
   * transaction cannot begin, all works that would have been in it fail with that exception.
   *
   * <p>When this thread is interrupted before its work was begun, the work is taken out and {@link
   * StorageException} is thrown; later than that the call waits for the outcome and reports it. The
   * thread stays interrupted. An interrupt of the thread that runs another caller's work may break
   * off what that work waits for; if it fails by that, it is run again on its own caller's thread.
   *
   * @throws DatabaseClosedException when the database is closed, or given back by the caller's
   *     bundle, before the work was committed
   * @throws IllegalStateException when the calling thread has the write transaction
   */
  default <E extends Exception> void batch(Action<E> work) throws E {
    this.<@Nullable Object, E>batchResult(
        transaction -> {
          work.in(transaction);
          return null;
        });
  }

  /** The same for a work with a result, which is that of the try that was committed. */
  <T extends @Nullable Object, E extends Exception> T batchResult(Work<T, E> work) throws E;

  /** The database's figures as of now. */
  DatabaseStats stats();

  /** The open readers, oldest first. */
  List<ReaderInfo> readers();

  /**
   * Where the pages are, and which readers keep them there: taken between two write transactions,
   * and counted without holding up the next. Where the database is open for reading only nothing is
   * pending, and which pages are free is known only if the file has a list of them.
   *
   * @throws WriterBusyException when the write transaction that is open does not end within a few
   *     seconds
   * @throws DatabaseFailedException when a failed change of the free pages left nobody who knows
   * @throws IllegalStateException when the calling thread has the write transaction
   */
  SpaceReport space();

  /** Ends a reader, without saying why. See {@link #cancelReader(long, String)}. */
  default ReaderInfo cancelReader(long id) {
    return cancelReader(id, "");
  }

  /**
   * Ends a reader that is somebody else's, or this caller's: the pages that it alone holds back can
   * be released by the next write transaction. Whatever is read of its transaction afterwards, on
   * whichever thread, with cursors and views too, throws {@link ReaderCancelledException}; only
   * closing it is silent.
   *
   * @param id as in {@link ReaderInfo#id()}; once that reader has ended the id stands for none
   * @param why told to whoever reads on, after the name of the bundle that cancels; may be empty
   * @return the reader that was ended
   * @throws UnknownReaderException when no open reader has that id
   */
  ReaderInfo cancelReader(long id, String why);

  /** The database's slots: allocator and freelist. */
  List<SlotControl> slots();

  /**
   * A look at the pages of the last committed state. The caller closes it; it holds a reader open.
   */
  Inspection inspect();

  /**
   * Writes the canonical dump of the last committed state: one line a bucket ({@code B path
   * seq=n}), one a key ({@code K path keyhex length sha256}), and a trailer with counts and a
   * digest. The stream stays open.
   */
  void dump(OutputStream out) throws java.io.IOException;

  /** How many pages a shrink moves in a commit unless told otherwise. */
  int SHRINK_PAGES_PER_COMMIT = 256;

  /** Gives the space at the file's end back, {@link #SHRINK_PAGES_PER_COMMIT} pages at a time. */
  default ShrinkReport shrink() {
    return shrink(SHRINK_PAGES_PER_COMMIT, progress -> {});
  }

  /**
   * Gives the space at the file's end back while the database serves: pages near the end are
   * written to lower places, a bounded number in each commit, and the file is cut to the pages in
   * use once neither of the two last committed states nor an open reader reaches further. Readers
   * keep what they see, and wait for nothing; other write transactions have their turn between any
   * two commits of the shrink. It waits for no reader: what readers hold back stays, and the report
   * says so.
   *
   * <p>An interrupt of the calling thread ends it between two commits, with a report and the
   * interrupt's flag set. So does an exception of the listener, which is thrown on. Whatever ends
   * it, the file is sound.
   *
   * @param pagesPerCommit about how many pages to move in a commit, at least 1
   * @param listener hears of the progress after each commit, on the calling thread, while no write
   *     transaction of the shrink is open
   * @throws ShrinkInProgressException when another shrink of this database is going on
   * @throws ReadOnlyException when the database was opened for reading only
   * @throws IllegalStateException when the calling thread has the write transaction
   */
  ShrinkReport shrink(int pagesPerCommit, Consumer<ShrinkProgress> listener);

  /**
   * Writes a copy of the file as of the last committed state, while others go on writing. It is a
   * sound database, with both metas of that state and no list of free pages, which whoever opens it
   * finds again. Holds a reader open and reads the file in bounded pieces. The stream is flushed
   * and stays open; it must be thrown away when this throws.
   *
   * @return the bytes written
   * @throws TransactionClosedException when the database is closed, or given back, meanwhile
   * @throws java.io.InterruptedIOException when the thread is interrupted, which it stays
   */
  long backup(OutputStream out) throws java.io.IOException;

  /**
   * The same to a new file, for its owner only, which is durable when this returns. Its metas are
   * written last, so that no half of a copy can be taken for a whole one; when this throws there is
   * no file.
   *
   * @return the bytes written
   * @throws DatabaseIOException when the target exists, or a disk refused
   */
  long backup(Path target);

  /**
   * Writes what the last committed state holds to a new file, key by key, so that it takes no more
   * space than it needs: buckets, sequence numbers, keys and values, with the same page size. The
   * target is written in transactions of bounded size, is durable when this returns, and does not
   * exist when this throws. Holds a reader open.
   *
   * @return the new file's bytes
   * @throws DatabaseIOException when the target exists, or a disk refused
   */
  long compactTo(Path target);

  /** How many policies one comparison runs at the most. */
  int MOST_COMPARED_POLICIES = 16;

  /**
   * Begins to run freelist policies beside the one that serves, on the traffic of this database,
   * each in a world of its own, so that one sees what each would keep pending and free and how long
   * the file would be. What they do, or fail to do, changes nothing for the database: they are
   * neither asked nor trusted by it. They work in the background; a write transaction only notes
   * what it did, and waits for none of them.
   *
   * @param policies names of candidates, or {@code NAME:SETTING=VALUE,...} for one with other
   *     settings, in the order of the rows; empty for all candidates there are
   * @return the comparison, which runs until it is stopped or closed, or this database is
   * @throws io.togglebolt.slot.UnknownPartException when no candidate has such a name; the message
   *     lists those there are
   * @throws InvalidConfigurationException when a setting is malformed or not known, or there are
   *     more than {@link #MOST_COMPARED_POLICIES} names
   * @throws ReadOnlyException when the database was opened for reading only
   * @throws IllegalStateException when the calling thread has the write transaction
   */
  FreelistComparison compareFreelists(List<String> policies);

  /** Whether {@link #close()} has not been called yet. */
  boolean isOpen();

  /**
   * Waits for the write transaction to end, closes the readers that are still open (their next
   * access throws {@link TransactionClosedException}) and gives up the file and its lock. Closing
   * twice does nothing.
   */
  @Override
  void close();
}
