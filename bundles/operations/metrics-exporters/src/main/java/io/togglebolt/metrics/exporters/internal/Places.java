package io.togglebolt.metrics.exporters.internal;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The places of all exporters, by name: a slot is open in each where something is to serve.
 *
 * <p>Guarded by its monitor, which comes before the slots' own locks. The boundary of a {@link
 * Place} is never waited for under it, and no exporter's code runs under it. Nor does any of this
 * run on the thread that offers, takes back or chooses: what is opened is filled, and what is not
 * wanted any more ends, on the scheduler, because an exporter may take seconds for either and the
 * thread may be the one that starts everybody's bundles.
 */
final class Places {
  /** How long the end of all of them may take, in real time: the component runtime waits for it. */
  static final long CLOSE_MILLIS = 3_000;

  private static final Logger LOG = System.getLogger("io.togglebolt.metrics.exporters");

  private final SlotFactory slots;
  private final ExporterSite site;
  private final Map<String, Place> places = new TreeMap<>();
  private final Absences absences;
  private Choice choice = Choice.NONE_MADE;
  private boolean closed;

  /** Without places yet. All that is given stays the caller's. */
  Places(SlotFactory slots, ExporterSite site) {
    this.slots = slots;
    this.site = site;
    absences = new Absences(site.scheduler(), this::warnOfAbsent);
  }

  /** Somebody offers an exporter. Only enqueues. */
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

  /** Somebody offers it no more. Waits as {@link Candidates#remove} does, and for nothing else. */
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

  synchronized Choice choice() {
    return choice;
  }

  /**
   * Takes the choice one step further; what the step throws leaves it as it was.
   *
   * @return those that end because of it, in the background
   */
  List<Place.Opening> choose(UnaryOperator<Choice> step) {
    synchronized (this) {
      choice = step.apply(choice);
    }
    return settle();
  }

  synchronized boolean isOffered(String name) {
    Place place = places.get(name);
    return place != null && !place.candidates.isEmpty();
  }

  /** Who is there, in words. */
  synchronized String offered() {
    List<String> names = places.keySet().stream().filter(this::isOffered).toList();
    return names.isEmpty() ? "there is none" : "there is " + String.join(", ", names);
  }

  /** Those that serve where nobody chose. */
  synchronized List<String> inDefault() {
    return places.values().stream().filter(Place::ranksInDefault).map(place -> place.name).toList();
  }

  /** The slot that is open there, or null. */
  synchronized @Nullable Slot<Exporting> slot(String name) {
    Place.Opening opening = opening(name);
    return opening == null ? null : opening.slot;
  }

  synchronized Place.@Nullable Opening opening(String name) {
    Place place = places.get(name);
    return place == null ? null : place.opening;
  }

  /** All that are there or chosen, as of now. */
  synchronized List<StatusView> views() {
    Set<String> names = new TreeSet<>(places.keySet());
    List<String> chosen = choice.names();
    if (chosen != null) {
      names.addAll(chosen);
    }
    List<StatusView> views = new ArrayList<>();
    for (String name : names) {
      views.add(StatusView.of(name, chosen != null && chosen.contains(name), places.get(name)));
    }
    return views;
  }

  /** Opens a slot for each name that is wanted and has none, and has those end that are not. */
  private List<Place.Opening> settle() {
    List<Place.Opening> ending = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return ending;
      }
      for (Place place : places.values()) {
        boolean wanted = choice.wants(place);
        if (place.opening == null && wanted) {
          place.open(slots);
        } else if (place.opening != null && !wanted) {
          ending.add(place.leave());
        }
      }
      forgetIdle();
      absences.are(absent());
    }
    ending.forEach(opening -> site.scheduler().execute(() -> end(opening)));
    return ending;
  }

  /** Those that were chosen and that nobody offers. Under the monitor. */
  private Set<String> absent() {
    Set<String> absent = new TreeSet<>();
    if (choice.names() != null) {
      absent.addAll(choice.names());
      absent.removeIf(this::isOffered);
    }
    return absent;
  }

  private void warnOfAbsent(String name) {
    LOG.log(
        Level.WARNING,
        "exporter {0} is chosen, and nobody offers it; {1}. It serves as soon as it comes",
        name,
        offered());
  }

  private void forgetIdle() {
    places.values().removeIf(place -> place.candidates.isEmpty() && place.isIdle());
  }

  private void end(Place.Opening opening) {
    boolean served = opening.slot.part() != null;
    try {
      opening.close();
    } finally {
      synchronized (this) {
        opening.ended();
        forgetIdle();
      }
    }
    if (served) {
      LOG.log(Level.INFO, "exporter {0} has ended: it is not wanted any more", opening.name());
    }
  }

  /** Ends all of them at once, and waits for that for a limited time. */
  void close() {
    List<Thread> ending = new ArrayList<>();
    synchronized (this) {
      closed = true;
      absences.are(Set.of());
      // Those that are ending too: the scheduler may be closed before it comes to them.
      for (Place place : places.values()) {
        for (Place.Opening opening : place.openings()) {
          ending.add(
              Thread.ofPlatform()
                  .daemon()
                  .name("togglebolt-metrics-end")
                  .inheritInheritableThreadLocals(false)
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
