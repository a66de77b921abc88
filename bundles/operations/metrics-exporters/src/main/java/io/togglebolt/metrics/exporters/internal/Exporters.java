package io.togglebolt.metrics.exporters.internal;

import io.togglebolt.metrics.ExporterException;
import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.MetricsExporters;
import io.togglebolt.metrics.UnknownExporterException;
import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.PartRefusedException;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The owner of all exporters, and who chooses among them: a slot for each name that is wanted, so
 * that several serve at once and each is swapped by itself. {@link Places} holds the slots.
 *
 * <p><b>Locks</b>, in this order: {@code changing}, held by whoever chooses and waits; the monitor
 * of {@link Places}, which guards who is there and who is chosen; the slots' own.
 */
final class Exporters implements MetricsExporters, AutoCloseable {
  private final ReaderRelay metrics = new ReaderRelay();
  private final HttpRelay http = new HttpRelay();
  private final ExporterSite site;
  private final Places places;
  private final ReentrantLock changing = new ReentrantLock();

  /** Without exporters yet. All that is given stays the caller's. */
  Exporters(SlotFactory slots, Clock clock, Scheduler scheduler) {
    site = new ExporterSite(metrics, http, clock, scheduler);
    places = new Places(slots, site);
  }

  /** What they show. */
  ReaderRelay metrics() {
    return metrics;
  }

  /** Where they publish. */
  HttpRelay http() {
    return http;
  }

  /** Where they serve. */
  Places places() {
    return places;
  }

  /** Somebody offers an exporter. */
  void add(Candidate<MetricsExporterFactory> candidate) {
    places.add(candidate);
  }

  /** Somebody offers it no more. What serves does so for a while. */
  void remove(Candidate<MetricsExporterFactory> candidate) {
    places.remove(candidate);
  }

  /**
   * Chooses by configuration: names that are not there yet serve when they come. Null for those
   * whose ranking is not below 0. Only enqueues.
   */
  void choose(@Nullable List<String> names) {
    List<String> chosen = names == null ? null : distinct(names);
    places.choose(before -> before.choosing(chosen));
  }

  private static List<String> distinct(List<String> names) {
    return names.stream().map(String::strip).distinct().toList();
  }

  @Override
  public Optional<List<String>> chosen() {
    return Optional.ofNullable(places.choice().names());
  }

  @Override
  public void use(List<String> names, long timeoutMillis) throws InterruptedException {
    List<String> wanted = distinct(names);
    for (String name : wanted) {
      if (!places.isOffered(name)) {
        throw new UnknownExporterException(
            "no exporter is named '" + name + "'; " + places.offered());
      }
    }
    change(wanted, wanted, timeoutMillis);
  }

  @Override
  public void useDefault(long timeoutMillis) throws InterruptedException {
    change(null, places.inDefault(), timeoutMillis);
  }

  private void change(@Nullable List<String> next, List<String> awaited, long timeoutMillis)
      throws InterruptedException {
    long begunNanos = site.clock().nanoTime();
    if (!changing.tryLock(timeoutMillis, TimeUnit.MILLISECONDS)) {
      throw new ExporterException("another choice is being made; nothing has changed");
    }
    List<Place.Opening> ending;
    try {
      long number = places.choice().number();
      places.choose(before -> before.asking(awaited));
      for (String name : awaited) {
        awaitServing(name, left(begunNanos, timeoutMillis));
      }
      ending = places.choose(before -> decided(before, next, number));
    } finally {
      places.choose(before -> before.asking(List.of()));
      changing.unlock();
    }
    // They do end, whether anybody waits or not; who asked likes to see it done.
    for (Place.Opening opening : ending) {
      opening.awaitEnd(left(begunNanos, timeoutMillis));
    }
  }

  private long left(long begunNanos, long timeoutMillis) {
    long passedMillis = TimeUnit.NANOSECONDS.toMillis(site.clock().nanoTime() - begunNanos);
    return Math.max(0, timeoutMillis - passedMillis);
  }

  private static Choice decided(Choice before, @Nullable List<String> next, long number) {
    if (before.number() != number) {
      throw new ExporterException("another choice was made meanwhile, which counts");
    }
    return before.choosing(next);
  }

  private void awaitServing(String name, long timeoutMillis) throws InterruptedException {
    Slot<Exporting> slot = places.slot(name);
    if (slot == null) {
      throw new ExporterException("exporter " + name + " has left; the old choice stays");
    }
    try {
      slot.use(name, timeoutMillis);
      // All candidates of the slot have this name, so a pin would only look like a choice.
      slot.pin(null);
    } catch (SlotException refused) {
      throw new ExporterException(
          "exporter "
              + name
              + " does not serve: "
              + (refused instanceof PartRefusedException why ? why.reason() : refused.getMessage())
              + ". The old choice stays",
          refused);
    }
  }

  @Override
  public List<ExporterStatus> exporters() {
    List<StatusView> views = places.views();
    // All of them first: those that do not answer are waited for together.
    views.forEach(StatusView::ask);
    return views.stream().map(StatusView::status).toList();
  }

  /** Ends all of them at once, and waits for that for a limited time. */
  @Override
  public void close() {
    places.close();
  }
}
