package io.togglebolt.wal.internal;

import io.togglebolt.metrics.Buckets;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Clock;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.internal.write.SyncTimes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an open log tells metrics. This is the edge: whatever these throw ends here, is told once,
 * and no save fails for it. Durations of writes are recorded as they happen; all else is read when
 * somebody looks. Thread-safe.
 */
final class LogWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LogWatch.class.getName());

  /** As etcd has them: 1 ms to 8.2 s. */
  private static final double[] SYNC_BUCKETS = Buckets.exponential(0.001, 2, 14);

  private final String log;
  private final SyncTimes syncTimes;
  private final AtomicBoolean told = new AtomicBoolean();
  private final Metrics.Scope scope;
  private final Metrics.Histogram syncs;

  /** What is read when somebody looks. */
  record Look(
      int pendingSaves,
      long pendingBytes,
      int segments,
      long sizeBytes,
      long lastIndex,
      long saves,
      long batches,
      long writtenBytes) {}

  LogWatch(String log, Clock clock, WalOptions options, Metrics metrics) {
    this.log = log;
    Metrics.Scope used = Metrics.none().scope();
    Metrics.Histogram made = histogram(used);
    try {
      used = metrics.scope("log", log);
      made = histogram(used);
    } catch (Throwable refused) {
      failed("register", refused);
    }
    scope = used;
    syncs = made;
    syncTimes = new SyncTimes(log, clock, options.slowSyncMillis(), this::synced);
  }

  private static Metrics.Histogram histogram(Metrics metrics) {
    return metrics.histogram(
        "etcd_disk_wal_fsync_duration_seconds",
        "How long its writer took to write a batch and make it durable.",
        SYNC_BUCKETS);
  }

  SyncTimes syncTimes() {
    return syncTimes;
  }

  private void synced(long nanos) {
    try {
      syncs.observeNanos(nanos);
    } catch (Throwable failure) {
      failed("record", failure);
    }
  }

  /** Shows a log until this is closed. */
  void show(Supplier<@Nullable Look> look) {
    try {
      scope
          .readings(look)
          .counter(
              "etcd_disk_wal_write_bytes_total",
              "Bytes that were appended and are durable.",
              Look::writtenBytes)
          .counter("togglebolt_wal_saves_total", "Saves that were completed.", Look::saves)
          .counter(
              "togglebolt_wal_batches_total",
              "Batches that were written: saves that came together share one.",
              Look::batches)
          .gauge("togglebolt_wal_pending_saves", "Saves that wait.", Look::pendingSaves)
          .gauge("togglebolt_wal_pending_bytes", "How many bytes they are.", Look::pendingBytes)
          .gauge("togglebolt_wal_segments", "Segments in the directory.", Look::segments)
          .gauge(
              "togglebolt_wal_size_bytes",
              "How long they are, without the reserved space of the last one.",
              Look::sizeBytes)
          .gauge(
              "togglebolt_wal_last_index",
              "The last index that was appended, or that of a mark behind it.",
              Look::lastIndex);
    } catch (Throwable refused) {
      failed("register", refused);
    }
  }

  /** Memory that runs out is no fault of the metrics, and no place to write about it. */
  private void failed(String what, Throwable failure) {
    if (!(failure instanceof VirtualMachineError) && told.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "{0}: metrics cannot {1} all that they should, and are not told of again; the log goes"
              + " on: {2}",
          log,
          what,
          failure);
    }
  }

  /** The gauges are gone; what was counted stays with the registry. */
  @Override
  public void close() {
    try {
      scope.close();
    } catch (Throwable failure) {
      failed("unregister", failure);
    }
  }
}
