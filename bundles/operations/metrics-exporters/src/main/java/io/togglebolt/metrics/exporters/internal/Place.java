package io.togglebolt.metrics.exporters.internal;

import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.SlotOptions;
import io.togglebolt.slot.SlotOwner;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the exporters of one name serve, one at a time. It has a slot only while one is wanted.
 *
 * <p>{@code boundary} is held while an exporter begins or ends, by whatever slot this place has
 * had: so at most one of the name is started, even where a slot is closed and the next one opened
 * at the same time, as long as the place stays the same; it is not idle before the last opening has
 * ended. {@code current} is written under it. The candidates and the openings are guarded by the
 * monitor of {@link Places}.
 */
final class Place {
  /** The owner's name in all of these slots. */
  static final String OWNER = "metrics";

  /** How long one that has left serves on, so that an update of its bundle is one swap. */
  static final long GRACE_MILLIS = 500;

  private static final Logger LOG = System.getLogger("io.togglebolt.metrics.exporters");
  private static final long PREPARE_TIMEOUT_MILLIS = 30_000;

  /** Nobody waits for an exporter. */
  private static final long VACANCY_TIMEOUT_MILLIS = 0;

  final String name;
  final List<Candidate<MetricsExporterFactory>> candidates = new ArrayList<>();
  @Nullable Opening opening;

  private final ExporterSite site;
  private final Runnable emptied;
  private final Set<Opening> ending = new LinkedHashSet<>();
  private final ReentrantLock boundary = new ReentrantLock();
  private volatile @Nullable Exporting current;

  /**
   * An empty place.
   *
   * @param emptied called, on any thread and maybe at the boundary, when nobody serves any more
   */
  Place(String name, ExporterSite site, Runnable emptied) {
    this.name = name;
    this.site = site;
    this.emptied = emptied;
  }

  /** The one that serves, or null. */
  @Nullable Exporting serving() {
    return current;
  }

  /** Whether nothing serves, begins or ends here. */
  boolean isIdle() {
    return current == null && opening == null && ending.isEmpty();
  }

  /** The one that is wanted and those that are ending. */
  List<Opening> openings() {
    List<Opening> all = new ArrayList<>(ending);
    if (opening != null) {
      all.add(opening);
    }
    return all;
  }

  /** The highest ranking of those who offer it; the lowest there is where nobody does. */
  int ranking() {
    return candidates.stream().mapToInt(Candidate::ranking).max().orElse(Integer.MIN_VALUE);
  }

  /** Whether it serves where nobody chose. */
  boolean ranksInDefault() {
    return !candidates.isEmpty() && ranking() >= 0;
  }

  /** Opens a slot; who serves in it is decided and made in the background. */
  Opening open(SlotFactory slots) {
    Opening made = new Opening(slots);
    opening = made;
    // The best first: it is the one that is begun with.
    candidates.stream()
        .sorted(
            Comparator.<Candidate<MetricsExporterFactory>>comparingInt(Candidate::ranking)
                .reversed()
                .thenComparingLong(Candidate::order))
        .forEach(made.set::add);
    return made;
  }

  /** Nothing is wanted here any more: whoever calls this closes what is returned. */
  Opening leave() {
    Opening leaving = Objects.requireNonNull(opening, "nothing is open");
    opening = null;
    ending.add(leaving);
    return leaving;
  }

  /** One slot, from the moment when the exporter is wanted to the one when it is not. */
  final class Opening implements SlotOwner<MetricsExporterFactory, Exporting> {
    final Candidates<MetricsExporterFactory> set;
    final Slot<Exporting> slot;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closed;

    private Opening(SlotFactory slots) {
      set = slots.candidates();
      slot =
          slots.open(
              new SlotOptions(
                  name, OWNER, null, GRACE_MILLIS, PREPARE_TIMEOUT_MILLIS, VACANCY_TIMEOUT_MILLIS),
              set,
              this);
    }

    String name() {
      return name;
    }

    /** It has been closed, after {@link Place#leave}. */
    void ended() {
      ending.remove(this);
      ended.countDown();
    }

    /** Waits, in real time, until it has been closed. */
    void awaitEnd(long timeoutMillis) throws InterruptedException {
      if (!ended.await(timeoutMillis, TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "exporter {0} is not wanted any more and has not ended yet", name);
      }
    }

    /**
     * Ends what serves in this slot; twice does nothing. Waits for an exporter that begins or ends
     * here, so not within the monitor of {@link Places} and on no thread that others wait for.
     */
    void close() {
      closed = true;
      slot.close();
      boundary.lock();
      try {
        Exporting own = slot.part();
        if (own != null) {
          retired(own);
        }
      } finally {
        boundary.unlock();
      }
    }

    @Override
    public @Nullable HandOver<MetricsExporterFactory, Exporting> begin() {
      return closed ? null : new Making(this);
    }

    @Override
    public Exporting rebuild(MetricsExporterFactory factory) throws Exception {
      Exporting made =
          LimitedCall.of(
              "create", Exporting.START_MILLIS, () -> Exporting.make(name, factory, site));
      replaceBy(made);
      return made;
    }

    /** Ends the one that serves and begins this one; where it does not begin, nobody serves. */
    private void replaceBy(Exporting next) throws Exception {
      Exporting before = current;
      current = null;
      if (before != null) {
        before.stop();
      }
      next.start();
      current = next;
      tellOf(next);
    }

    /** In the background: it is asked where it is, and may take its time to answer. */
    private void tellOf(Exporting begun) {
      site.scheduler()
          .execute(
              () -> {
                String where = begun.where();
                if (where != null) {
                  LOG.log(Level.INFO, "exporter {0} serves: {1}", name, where);
                }
              });
    }

    /** The same; where it does not begin, the one before begins once more. */
    Exporting takeOver(Exporting next) throws Exception {
      Exporting before = current;
      try {
        replaceBy(next);
      } catch (Exception | Error failed) {
        if (before != null) {
          restore(before);
        }
        throw failed;
      }
      return next;
    }

    private void restore(Exporting before) {
      try {
        before.startAgain();
        current = before;
        tellOf(before);
      } catch (Exception | Error failed) {
        String reason = "it could not begin again after another one had failed: " + failed;
        // The hand-over that failed ends first: until then nothing else can begin in the slot.
        site.scheduler().execute(() -> replaceLost(before, reason));
      }
    }

    private void replaceLost(Exporting lost, String reason) {
      try {
        atBoundary(() -> refill(lost, new IllegalStateException(reason)));
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
      }
    }

    private void refill(Exporting lost, IllegalStateException cause) {
      try {
        slot.replaceFailed(lost, cause);
      } catch (SlotException vacant) {
        LOG.log(Level.WARNING, "exporter {0} serves no more: {1}", name, vacant.getMessage());
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean atBoundary(Runnable task) throws InterruptedException {
      boundary.lockInterruptibly();
      try {
        if (closed) {
          return false;
        }
        task.run();
        return true;
      } finally {
        boundary.unlock();
      }
    }

    @Override
    public boolean insideOperation() {
      return boundary.isHeldByCurrentThread();
    }

    @Override
    public void retired(Exporting part) {
      if (current == part) {
        current = null;
      }
      part.stop();
      if (current == null) {
        emptied.run();
      }
    }
  }

  /** An exporter on its way: made beside the one that serves, begun when that one has ended. */
  private final class Making implements SlotOwner.HandOver<MetricsExporterFactory, Exporting> {
    private final Opening opening;
    private volatile @Nullable Exporting made;

    Making(Opening opening) {
      this.opening = opening;
    }

    @Override
    public void make(MetricsExporterFactory factory) throws Exception {
      made = Exporting.make(name, factory, site);
    }

    /** The truth is the registry, and an exporter reads it when it is asked. */
    @Override
    public void catchUp() {}

    @Override
    public Exporting complete() throws Exception {
      return opening.takeOver(Objects.requireNonNull(made, "not made yet"));
    }

    @Override
    public long stateSize() {
      return 0;
    }

    @Override
    public void abandon() {
      made = null;
    }
  }
}
