package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseClosedException;
import io.togglebolt.storage.DatabaseIOException;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.FreelistComparison;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.ShrinkInProgressException;
import io.togglebolt.storage.ShrinkProgress;
import io.togglebolt.storage.ShrinkReport;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.Transaction;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An open database: the readers, who take no lock, and the {@link WriteSide}, whose lock guards all
 * that changes. What both meet at is the last committed meta, published by the writer.
 */
final class EngineDatabase implements Database {
  private static final Logger LOG = System.getLogger(EngineDatabase.class.getName());

  private final String name;
  private final Path path;
  private final FileStore store;
  private final DatabaseOpener opener;
  private final Committed committed;
  private final OpenReaders readers;
  private final WriteSide writeSide;
  private final AtomicBoolean shrinking = new AtomicBoolean();
  private final BatchQueue batches;
  private final Inspections inspections;
  private final SpaceReports spaceReports;
  private final ReaderWatch readerWatch;
  private final Comparisons comparisons;
  private final DatabaseMetrics metrics;
  private final FreelistPersistence persistence;
  private volatile boolean closed;

  EngineDatabase(
      String name,
      Path path,
      FileStore store,
      Meta meta,
      Clock clock,
      DatabaseOpener opener,
      DatabaseOptions options,
      RunSet free,
      WriteSide.SpaceMaker maker,
      Supplier<Scheduler> schedulers) {
    this.name = name;
    this.path = path;
    this.store = store;
    this.opener = opener;
    persistence = options.freelistPersistence();
    committed = new Committed(path.toString(), store, meta);
    readers = new OpenReaders(committed::state, clock, options);
    writeSide =
        new WriteSide(name, path, store, committed, readers, clock, options.strict(), free, maker);
    batches = new BatchQueue(name, writeSide);
    inspections = new Inspections(name, writeSide, readers);
    spaceReports = new SpaceReports(name, writeSide, readers, store, committed);
    readerWatch = new ReaderWatch(name, readers, spaceReports, clock, schedulers);
    comparisons = new Comparisons(name, writeSide, opener.policies(), clock);
    SpaceLooks looks = new SpaceLooks(writeSide, spaceReports, clock);
    metrics =
        new DatabaseMetrics(
            name,
            path,
            opener.names(),
            opener.metrics(options),
            new DatabaseLook(writeSide, store, readers, looks, meta.pageSize()),
            looks,
            clock);
    writeSide.tell(metrics);
    start();
  }

  /** Comes last. Of a database that could not be opened nothing stays registered, and no thread. */
  private void start() {
    try {
      readerWatch.start();
    } catch (Throwable failure) {
      readerWatch.close();
      metrics.close();
      writeSide.abandon();
      throw failure;
    }
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
    return beginRead(label, Client.DIRECT);
  }

  /** Begins a read transaction on behalf of a client. */
  ReadTransaction beginRead(String label, Client client) {
    requireOpen();
    ReadTransaction reader = readers.begin(label, client);
    if (closed) {
      reader.close();
      requireOpen();
    }
    if (client.hasLeft()) {
      // It came too late to be ended with the others.
      reader.close();
      throw client.closed(name);
    }
    return reader;
  }

  @Override
  public Transaction beginWrite() {
    return beginWrite(Client.DIRECT);
  }

  /** Begins the write transaction on behalf of a client. */
  Transaction beginWrite(Client client) {
    return writeSide.begin(client);
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T batchResult(Work<T, E> work) throws E {
    return batchResult(work, Client.DIRECT);
  }

  /** Writes together with others on behalf of a client. */
  <T extends @Nullable Object, E extends Exception> T batchResult(Work<T, E> work, Client client)
      throws E {
    return batches.run(client, work);
  }

  /** Ends all transactions of a client that is gone; an open write transaction is rolled back. */
  void endTransactionsOf(Client client) {
    comparisons.endOf(client);
    batches.endCallsOf(client);
    readers.closeOf(client);
    writeSide.endTransactionOf(client);
  }

  @Override
  public DatabaseStats stats() {
    Meta state = committed.get();
    WriterFigures figures = writeSide.figures();
    long[] seen = readers.scan();
    return new DatabaseStats(
        state.pageSize(),
        store.fileBytes(),
        state.txid(),
        state.highWater(),
        figures.freePages(),
        figures.pendingPages(),
        persistence,
        figures.freelistPages(),
        readers.count(),
        seen.length == 0 ? -1 : seen[0],
        readers.begun(),
        figures.commits(),
        figures.rollbacks(),
        figures.work());
  }

  @Override
  public List<ReaderInfo> readers() {
    return readers.list();
  }

  @Override
  public SpaceReport space() {
    return spaceReports.take();
  }

  @Override
  public ReaderInfo cancelReader(long id, String why) {
    return cancelReader(id, why, Client.DIRECT);
  }

  /** Ends a reader on behalf of a client, which need not be the reader's own. */
  ReaderInfo cancelReader(long id, String why, Client client) {
    requireOpen();
    String who = client.name();
    return readers.cancel(
        name, id, (who.isEmpty() ? "" : " by " + who) + (why.isEmpty() ? "" : ": " + why));
  }

  /** Takes over, of options that have changed, what concerns readers. */
  void configureReaders(DatabaseOptions options) {
    readers.configure(options);
    readerWatch.restart();
  }

  @Override
  public List<SlotControl> slots() {
    return writeSide.slots();
  }

  @Override
  public Inspection inspect() {
    return inspect(Client.DIRECT);
  }

  /** Inspects on behalf of a client. */
  Inspection inspect(Client client) {
    return inspections.begin(client);
  }

  @Override
  public void dump(OutputStream out) throws IOException {
    dump(out, Client.DIRECT);
  }

  /** Dumps on behalf of a client. */
  void dump(OutputStream out, Client client) throws IOException {
    try (ReadTransaction transaction = beginRead("dump", client)) {
      CanonicalDump.write(transaction, out);
    }
  }

  @Override
  public ShrinkReport shrink(int pagesPerCommit, Consumer<ShrinkProgress> listener) {
    return shrink(pagesPerCommit, listener, Client.DIRECT);
  }

  /** Shrinks on behalf of a client. */
  ShrinkReport shrink(int pagesPerCommit, Consumer<ShrinkProgress> listener, Client client) {
    if (pagesPerCommit < 1) {
      throw new IllegalArgumentException(
          name + ": a shrink of " + pagesPerCommit + " pages in a commit; expected 1 or more");
    }
    if (!shrinking.compareAndSet(false, true)) {
      throw new ShrinkInProgressException(
          name + ": a shrink is going on already; expected one at a time");
    }
    try {
      return metrics.timeDefragmentation(
          () -> new Shrinker(this, writeSide, readers, client, pagesPerCommit, listener).run());
    } finally {
      shrinking.set(false);
    }
  }

  @Override
  public long backup(OutputStream out) throws IOException {
    return backup(out, Client.DIRECT);
  }

  /** Writes a copy on behalf of a client. */
  long backup(OutputStream out, Client client) throws IOException {
    try (ReadTransaction reader = beginRead("backup", client)) {
      return metrics.timeSnapshot(() -> new Backup(reader, store).to(out));
    }
  }

  @Override
  public long backup(Path target) {
    return backup(target, Client.DIRECT);
  }

  /** Makes a copy on behalf of a client. */
  long backup(Path target, Client client) {
    try (ReadTransaction reader = beginRead("backup", client)) {
      return metrics.timeSnapshot(() -> new Backup(reader, store).to(opener.disk(), target));
    } catch (IOException refused) {
      throw copyFailed("backed up", target, refused);
    }
  }

  @Override
  public long compactTo(Path target) {
    return compactTo(target, Client.DIRECT);
  }

  /** Compacts on behalf of a client. */
  long compactTo(Path target, Client client) {
    try (ReadTransaction reader = beginRead("compaction", client)) {
      return metrics.timeDefragmentation(() -> Compaction.make(reader, opener, target));
    } catch (IOException refused) {
      throw copyFailed("compacted", target, refused);
    }
  }

  private DatabaseIOException copyFailed(String what, Path target, IOException refused) {
    String reason =
        refused instanceof FileAlreadyExistsException
            ? "there is a file of that name; expected a new one"
            : DatabaseOpener.reason(target, refused);
    return new DatabaseIOException(
        path + " cannot be " + what + " to " + target + ": " + reason, refused);
  }

  @Override
  public FreelistComparison compareFreelists(List<String> policies) {
    return compareFreelists(policies, Client.DIRECT);
  }

  /** Compares on behalf of a client. */
  FreelistComparison compareFreelists(List<String> policies, Client client) {
    return compareFreelists(policies, client, () -> Scheduler.background("compare-" + name));
  }

  /** The same on given threads, for tests. */
  PolicyComparison compareFreelists(
      List<String> policies, Client client, Supplier<Scheduler> scheduler) {
    PolicyComparison comparison = comparisons.begin(policies, client, scheduler);
    if (closed) {
      comparison.end("the database was closed");
      requireOpen();
    }
    if (client.hasLeft()) {
      // It came too late to be ended with the others.
      comparison.close();
      throw client.closed(name);
    }
    return comparison;
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
    // Each step is taken whatever becomes of those before it: a file that stays locked because its
    // owner ran out of memory once could not be opened again by anybody.
    try {
      readerWatch.close();
      comparisons.close();
      batches.close();
    } finally {
      try {
        writeSide.close();
      } finally {
        metrics.close();
        closeReading();
      }
    }
  }

  private void closeReading() {
    try {
      batches.abandon();
      readers.closeAll();
    } finally {
      try {
        store.close();
      } catch (IOException refused) {
        LOG.log(Level.WARNING, "{0}: closing failed: {1}", path, refused.getMessage());
      }
    }
  }

  /** Whether the calling thread is inside the write transaction. For tests of hand-overs. */
  boolean inside() {
    return writeSide.inside();
  }
}
