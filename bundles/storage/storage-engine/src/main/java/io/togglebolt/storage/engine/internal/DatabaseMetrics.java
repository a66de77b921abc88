package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Buckets;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Clock;
import io.togglebolt.storage.StorageException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What an open database tells metrics. This is the edge: whatever these throw ends here, is told
 * once, and neither an open nor a commit fails for it.
 *
 * <p>Counts and durations are recorded after a commit is visible and the writer lock given up; all
 * else is read when somebody looks.
 */
final class DatabaseMetrics implements WriterEnds, AutoCloseable {
  private static final Logger LOG = System.getLogger(DatabaseMetrics.class.getName());

  private final String database;
  private final DatabaseLook look;
  private final SpaceLooks spaces;
  private final Clock clock;
  private final AtomicBoolean told = new AtomicBoolean();
  private final OpenNames names;
  private final OpenNames.Name name;

  /** What failed at a boundary, to be told of when the lock is given up. */
  private volatile @Nullable Throwable untold;

  private final Metrics.Scope scope;
  private final Instruments instruments;

  /** Something that takes a while. */
  interface Timed<T, E extends Exception> {
    T run() throws E;
  }

  /** What is recorded into. */
  private record Instruments(
      Metrics.Counter commits,
      Metrics.Counter rollbacks,
      Metrics.Histogram commit,
      Metrics.Histogram rebalance,
      Metrics.Histogram spill,
      Metrics.Histogram write,
      Metrics.Histogram snapshot,
      Metrics.Histogram defragmentation) {

    static Instruments of(Metrics metrics) {
      double[] ofCommits = Buckets.exponential(0.001, 2, 14);
      return new Instruments(
          metrics.counter("togglebolt_database_commits_total", "Write transactions committed."),
          metrics.counter(
              "togglebolt_database_rollbacks_total",
              "Write transactions that ended without a commit."),
          metrics.histogram(
              "etcd_disk_backend_commit_duration_seconds",
              "How long commits took, until others could see them.",
              ofCommits),
          metrics.histogram(
              "etcd_debugging_disk_backend_commit_rebalance_duration_seconds",
              "How long commits took to merge pages that deletions had emptied.",
              ofCommits),
          metrics.histogram(
              "etcd_debugging_disk_backend_commit_spill_duration_seconds",
              "How long commits took to split changed nodes and find pages for them.",
              ofCommits),
          metrics.histogram(
              "etcd_debugging_disk_backend_commit_write_duration_seconds",
              "How long commits took to write and sync their pages and the meta.",
              ofCommits),
          metrics.histogram(
              "etcd_disk_backend_snapshot_duration_seconds",
              "How long backups took that were completed.",
              Buckets.exponential(.01, 2, 17)),
          metrics.histogram(
              "etcd_disk_backend_defrag_duration_seconds",
              "How long it took to give unused space back: shrinks and compactions completed.",
              Buckets.exponential(.1, 2, 13)));
    }
  }

  /**
   * Registers all there is.
   *
   * @param names where the database enters its name, and which it leaves when it closes
   * @param look shows the database
   * @param spaces hears of the ends of write transactions
   */
  DatabaseMetrics(
      String database,
      Path path,
      OpenNames names,
      Metrics metrics,
      DatabaseLook look,
      SpaceLooks spaces,
      Clock clock) {
    this.database = database;
    this.names = names;
    name = new OpenNames.Name(database, path, metrics);
    this.look = look;
    this.spaces = spaces;
    this.clock = clock;
    Metrics.Scope used = Metrics.none().scope();
    Instruments made;
    try {
      used = metrics.scope("database", database);
      made = Instruments.of(used);
      DatabaseGauges.register(used.readings(this::look));
    } catch (Throwable refused) {
      failed("register", refused);
      close(used);
      used = Metrics.none().scope();
      made = Instruments.of(used);
    }
    scope = used;
    instruments = made;
    enterName();
  }

  private void enterName() {
    try {
      names.enter(name);
    } catch (Throwable failure) {
      failed("warn of", failure);
    }
  }

  private @Nullable DatabaseFigures look() {
    try {
      return look.take();
    } catch (StorageException closed) {
      return null;
    } catch (Throwable failure) {
      failed("read", failure);
      return null;
    }
  }

  @Override
  public void atBoundary() {
    try {
      spaces.atBoundary();
    } catch (StorageException unknown) {
      // Nobody knows what is free: the database has said so itself.
    } catch (Throwable failure) {
      untold = failure;
    }
  }

  @Override
  public void ended(WriteTransaction transaction, boolean isCommit) {
    Throwable before = untold;
    if (before != null) {
      untold = null;
      failed("read", before);
    }
    try {
      if (!isCommit) {
        instruments.rollbacks.increment();
        return;
      }
      TransactionTally tally = transaction.tally();
      instruments.commits.increment();
      instruments.commit.observeNanos(transaction.commitNanos());
      instruments.rebalance.observeNanos(tally.rebalanceNanos);
      instruments.spill.observeNanos(tally.spillNanos);
      instruments.write.observeNanos(tally.writeNanos);
    } catch (Throwable failure) {
      failed("record", failure);
    }
  }

  /** Runs a backup, and records how long it took if it was completed. */
  <T, E extends Exception> T timeSnapshot(Timed<T, E> backup) throws E {
    return time(instruments.snapshot, backup);
  }

  /** Runs something that gives unused space back, and records how long it took, likewise. */
  <T, E extends Exception> T timeDefragmentation(Timed<T, E> work) throws E {
    return time(instruments.defragmentation, work);
  }

  private <T, E extends Exception> T time(Metrics.Histogram histogram, Timed<T, E> work) throws E {
    long begun = clock.nanoTime();
    T result = work.run();
    try {
      histogram.observeNanos(clock.nanoTime() - begun);
    } catch (Throwable failure) {
      failed("record", failure);
    }
    return result;
  }

  /**
   * Memory or stack that runs out is no fault of the metrics, and no place to write about it. Never
   * throws: what it would interrupt has happened, and may be durable.
   */
  private void failed(String what, Throwable failure) {
    try {
      if (!(failure instanceof VirtualMachineError) && told.compareAndSet(false, true)) {
        LOG.log(
            Level.WARNING,
            "{0}: metrics cannot {1} all that they should, and are not told of again; the database"
                + " goes on: {2}",
            database,
            what,
            Reason.of(failure));
      }
    } catch (Throwable unspeakable) {
      // Words and logs are others' code as well, and there is nobody left to tell.
    }
  }

  /** The gauges are gone; what was counted stays with the registry. */
  @Override
  public void close() {
    names.leave(name);
    close(scope);
  }

  private void close(Metrics.Scope left) {
    try {
      left.close();
    } catch (Throwable failure) {
      failed("unregister", failure);
    }
  }
}
