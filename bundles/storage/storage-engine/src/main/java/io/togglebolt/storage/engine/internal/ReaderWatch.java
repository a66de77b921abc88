package io.togglebolt.storage.engine.internal;

import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.SpaceReport.Holder;
import io.togglebolt.storage.StorageException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Warns, once for each, of readers that are open for longer than the operator wants. Readers tell
 * it nothing, so that they begin and end as cheaply as without it: it looks at the table from time
 * to time. A reader that begins after a look is not overdue before the whole age has passed, so the
 * next look is when the oldest one that is open now would be, or after that age.
 *
 * <p>The monitor guards when to look, and is not held while looking.
 */
final class ReaderWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ReaderWatch.class.getName());

  /** Readers that become overdue shortly after each other share a look: this share of the age. */
  private static final int LEAST_SHARE = 16;

  /** How many readers a look warns of one by one: an application that leaks them leaks many. */
  private static final int MOST_NAMED = 20;

  /** The warning is more urgent than its figures. */
  private static final long FIGURES_WAIT_MILLIS = 1_000;

  private final String name;
  private final OpenReaders readers;
  private final SpaceReports reports;
  private final Clock clock;
  private final Supplier<Scheduler> schedulers;
  private @Nullable Scheduler scheduler;
  private Scheduler.@Nullable Scheduled next;

  /** A look that was begun under another age leaves the next one to its successor. */
  private long settings;

  private boolean closed;

  /**
   * @param schedulers makes the scheduler for the looks, once there are any; closed with the watch
   */
  ReaderWatch(
      String name,
      OpenReaders readers,
      SpaceReports reports,
      Clock clock,
      Supplier<Scheduler> schedulers) {
    this.name = name;
    this.readers = readers;
    this.reports = reports;
    this.clock = clock;
    this.schedulers = schedulers;
  }

  /** Begins to look, before there is any reader. */
  void start() {
    scheduleFirst(readers.warningMillis());
  }

  /** The age that the readers are asked for has changed: those overdue by it are found at once. */
  void restart() {
    scheduleFirst(0);
  }

  private synchronized void scheduleFirst(long delayMillis) {
    settings++;
    if (next != null) {
      next.cancel();
      next = null;
    }
    scheduleLook(settings, delayMillis);
  }

  private synchronized void scheduleLook(long asOf, long delayMillis) {
    if (closed || asOf != settings || readers.warningMillis() == 0) {
      return;
    }
    Scheduler running = scheduler;
    if (running == null) {
      running = schedulers.get();
      scheduler = running;
    }
    next = running.schedule(() -> look(asOf), delayMillis);
  }

  private void look(long asOf) {
    long warningMillis = readers.warningMillis();
    long delayNanos = TimeUnit.MILLISECONDS.toNanos(warningMillis);
    try {
      long nowNanos = clock.nanoTime();
      delayNanos = readers.nanosUntilOverdue(nowNanos);
      Set<Long> overdue = readers.claimOverdue(nowNanos);
      if (!overdue.isEmpty()) {
        warnOf(overdue);
      }
    } finally {
      long leastMillis = Math.max(1, warningMillis / LEAST_SHARE);
      long delayMillis = TimeUnit.NANOSECONDS.toMillis(delayNanos + 999_999);
      scheduleLook(asOf, Math.max(leastMillis, delayMillis));
    }
  }

  private void warnOf(Set<Long> overdue) {
    Optional<SpaceReport> report = report();
    List<Holder> holders =
        report
            .map(SpaceReport::readers)
            .orElseGet(
                () ->
                    readers.list().stream()
                        .map(reader -> new Holder(reader, SpaceReport.UNKNOWN, SpaceReport.UNKNOWN))
                        .toList());
    // The holders are told oldest first; those that have ended meanwhile are not among them.
    List<Holder> open =
        holders.stream().filter(holder -> overdue.contains(holder.reader().id())).toList();
    open.stream()
        .limit(MOST_NAMED)
        .forEach(holder -> LOG.log(Level.WARNING, warning(holder, report)));
    if (open.size() > MOST_NAMED) {
      LOG.log(Level.WARNING, moreThanNamed(open.size() - MOST_NAMED));
    }
  }

  private String moreThanNamed(int more) {
    return name
        + ": and "
        + more
        + (more == 1 ? " more reader has" : " more readers have")
        + " been open for "
        + readers.warningMillis()
        + " ms or longer; bolt:readers "
        + name
        + " lists all";
  }

  /** The figures, unless they would keep the warning waiting. */
  private Optional<SpaceReport> report() {
    try {
      return reports.tryTake(FIGURES_WAIT_MILLIS);
    } catch (StorageException unavailable) {
      // Closed, or torn: the database has said so itself.
      return Optional.empty();
    }
  }

  private String warning(Holder holder, Optional<SpaceReport> report) {
    ReaderInfo reader = holder.reader();
    String held =
        report
            .map(
                figures ->
                    "it alone holds back "
                        + holder.heldAlonePages()
                        + " of "
                        + figures.pendingPages()
                        + " pending pages")
            .orElse("how many pages it holds back is not known while a write transaction is open");
    String from =
        reader.openedAt().isEmpty()
            ? ""
            : ", from " + reader.openedAt().lines().toList().getFirst();
    return name
        + ": reader "
        + reader.id()
        + (reader.label().isEmpty() ? " (no label" : " (" + reader.label())
        + (reader.thread().isEmpty() ? "" : ", opened by thread " + reader.thread())
        + from
        + ") has been open for "
        + reader.ageMillis()
        + " ms at transaction "
        + reader.transaction()
        + "; "
        + held
        + "; bolt:cancel "
        + reader.id()
        + " "
        + name
        + " ends it";
  }

  /** No look begins any more; one that is going on comes to its end. */
  @Override
  public synchronized void close() {
    closed = true;
    if (scheduler != null) {
      scheduler.close();
    }
  }
}
