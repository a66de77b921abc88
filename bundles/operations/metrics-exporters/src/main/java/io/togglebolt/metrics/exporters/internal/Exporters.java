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
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The owner of all exporters: a slot for each name that is wanted, so that several serve at once
 * and each is swapped by itself.
 *
 * <p><b>Locks</b>, in this order: {@code changing}, held by whoever chooses and waits; this
 * object's monitor, which guards who is there and who is chosen; the slots' own. The boundary of a
 * {@link Place} is never waited for under the monitor, and no exporter's code runs under it.
 */
final class Exporters implements MetricsExporters, AutoCloseable {
  /** After so long a chosen exporter that nobody offers is worth a line. */
  static final long ABSENT_WARNING_MILLIS = 10_000;

  /** How long the end of all of them may take, in real time: the component runtime waits for it. */
  static final long CLOSE_MILLIS = 3_000;

  private static final Logger LOG = System.getLogger(Exporters.class.getName());

  private final SlotFactory slots;
  private final ReaderRelay metrics = new ReaderRelay();
  private final HttpRelay http = new HttpRelay();
  private final ExporterSite site;
  private final ReentrantLock changing = new ReentrantLock();
  private final Map<String, Place> places = new TreeMap<>();
  private @Nullable List<String> chosen;
  private Set<String> asked = Set.of();
  private long choices;
  private boolean closed;

  /** Without exporters yet. All that is given stays the caller's. */
  Exporters(SlotFactory slots, Clock clock, Scheduler scheduler) {
    this.slots = slots;
    site = new ExporterSite(metrics, http, clock, scheduler);
  }

  /** What they show. */
  ReaderRelay metrics() {
    return metrics;
  }

  /** Where they publish. */
  HttpRelay http() {
    return http;
  }

  /** Somebody offers an exporter. */
  void add(Candidate<MetricsExporterFactory> candidate) {
    synchronized (this) {
      Place place = places.computeIfAbsent(candidate.name(), this::place);
      place.candidates.removeIf(known -> known.key().equals(candidate.key()));
      place.candidates.add(candidate);
      if (place.opening != null) {
        place.opening.set.add(candidate);
      }
    }
    settle();
  }

  private Place place(String name) {
    return new Place(name, site, () -> site.scheduler().execute(this::settle));
  }

  /** Somebody offers it no more. What serves does so for a while; see {@link Candidates#remove}. */
  void remove(Candidate<MetricsExporterFactory> candidate) {
    Candidates<MetricsExporterFactory> set = null;
    synchronized (this) {
      Place place = places.get(candidate.name());
      if (place != null) {
        place.candidates.removeIf(known -> known.key().equals(candidate.key()));
        set = place.opening == null ? null : place.opening.set;
      }
    }
    if (set != null) {
      set.remove(candidate);
    }
    settle();
  }

  /**
   * Chooses by configuration: names that are not there yet serve when they come. Null for those
   * whose ranking is not below 0.
   */
  void choose(@Nullable List<String> names) {
    long number;
    synchronized (this) {
      chosen = names == null ? null : distinct(names);
      choices++;
      number = choices;
    }
    settle();
    site.scheduler().schedule(() -> warnOfAbsent(number), ABSENT_WARNING_MILLIS);
  }

  private static List<String> distinct(List<String> names) {
    return names.stream().map(String::strip).distinct().toList();
  }

  private void warnOfAbsent(long number) {
    List<String> absent = new ArrayList<>();
    String there;
    synchronized (this) {
      if (closed || chosen == null || choices != number) {
        return;
      }
      chosen.stream().filter(name -> !isOffered(name)).forEach(absent::add);
      there = offered();
    }
    for (String name : absent) {
      LOG.log(
          Level.WARNING,
          "exporter {0} is chosen, and nobody offers it; {1}. It serves as soon as it comes",
          name,
          there);
    }
  }

  private boolean isOffered(String name) {
    Place place = places.get(name);
    return place != null && !place.candidates.isEmpty();
  }

  private String offered() {
    List<String> names = places.keySet().stream().filter(this::isOffered).toList();
    return names.isEmpty() ? "there is none" : "there is " + String.join(", ", names);
  }

  @Override
  public synchronized Optional<List<String>> chosen() {
    return Optional.ofNullable(chosen);
  }

  @Override
  public void use(List<String> names, long timeoutMillis) throws InterruptedException {
    List<String> wanted = distinct(names);
    synchronized (this) {
      for (String name : wanted) {
        if (!isOffered(name)) {
          throw new UnknownExporterException("no exporter is named '" + name + "'; " + offered());
        }
      }
    }
    change(wanted, wanted, timeoutMillis);
  }

  @Override
  public void useDefault(long timeoutMillis) throws InterruptedException {
    List<String> wanted;
    synchronized (this) {
      wanted = places.values().stream().filter(Place::ranksInDefault).map(p -> p.name).toList();
    }
    change(null, wanted, timeoutMillis);
  }

  private void change(@Nullable List<String> next, List<String> awaited, long timeoutMillis)
      throws InterruptedException {
    long begunNanos = site.clock().nanoTime();
    if (!changing.tryLock(timeoutMillis, TimeUnit.MILLISECONDS)) {
      throw new ExporterException("another choice is being made; nothing has changed");
    }
    try {
      long number = ask(awaited);
      settle();
      for (String name : awaited) {
        long passed = TimeUnit.NANOSECONDS.toMillis(site.clock().nanoTime() - begunNanos);
        awaitServing(name, Math.max(0, timeoutMillis - passed));
      }
      decide(next, number);
    } finally {
      ask(List.of());
      settle();
      changing.unlock();
    }
  }

  private synchronized long ask(List<String> names) {
    asked = Set.copyOf(names);
    return choices;
  }

  private synchronized void decide(@Nullable List<String> next, long number) {
    if (choices != number) {
      throw new ExporterException("another choice was made meanwhile, which counts");
    }
    chosen = next;
    choices++;
  }

  private void awaitServing(String name, long timeoutMillis) throws InterruptedException {
    Slot<Exporting> slot;
    synchronized (this) {
      Place place = places.get(name);
      slot = place == null || place.opening == null ? null : place.opening.slot;
    }
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
              + refused.getMessage()
              + ". The old choice stays",
          refused);
    }
  }

  /** Opens a slot for each name that is wanted and has none, and closes those that are not. */
  private void settle() {
    Map<String, Place.Opening> ending = new TreeMap<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      for (Place place : places.values()) {
        Place.Opening opening = place.opening;
        if (opening == null && isWanted(place)) {
          place.open(slots);
        } else if (opening != null && !isWanted(place)) {
          place.opening = null;
          ending.put(place.name, opening);
        }
      }
    }
    ending.forEach(Exporters::end);
    synchronized (this) {
      places.values().removeIf(place -> place.candidates.isEmpty() && place.isIdle());
    }
  }

  private static void end(String name, Place.Opening opening) {
    boolean served = opening.slot.part() != null;
    opening.close();
    if (served) {
      LOG.log(Level.INFO, "exporter {0} has ended: it is not wanted any more", name);
    }
  }

  /** Under the monitor. One that nobody offers any more is wanted as long as it serves on. */
  private boolean isWanted(Place place) {
    boolean there = !place.candidates.isEmpty();
    if (asked.contains(place.name)) {
      return there;
    }
    if (chosen != null && !chosen.contains(place.name)) {
      return false;
    }
    if (!there) {
      return place.opening != null && place.opening.slot.part() != null;
    }
    return chosen != null || place.ranksInDefault();
  }

  @Override
  public List<ExporterStatus> exporters() {
    List<StatusView> views = new ArrayList<>();
    synchronized (this) {
      Set<String> names = new TreeSet<>(places.keySet());
      if (chosen != null) {
        names.addAll(chosen);
      }
      for (String name : names) {
        boolean wanted = chosen != null && chosen.contains(name);
        views.add(StatusView.of(name, wanted, places.get(name)));
      }
    }
    return views.stream().map(StatusView::status).toList();
  }

  /** Ends all of them at once, and waits for that for a limited time. */
  @Override
  public void close() {
    List<Thread> ending = new ArrayList<>();
    synchronized (this) {
      closed = true;
      for (Place place : places.values()) {
        Place.Opening opening = place.opening;
        if (opening != null) {
          ending.add(
              Thread.ofPlatform()
                  .daemon()
                  .name("togglebolt-metrics-end")
                  .unstarted(opening::close));
        }
      }
      places.clear();
    }
    ending.forEach(Thread::start);
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    try {
      for (Thread thread : ending) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException sooner) {
      Thread.currentThread().interrupt();
    }
  }
}
