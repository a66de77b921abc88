package io.togglebolt.itests.container.load;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Appends to the first log that comes, with one thread that never waits for the disk and one that
 * waits for each save, until it is closed. What has happened can be asked by a service made of the
 * JDK's types only.
 */
public final class LogLoadActivator implements BundleActivator, ServiceTrackerCustomizer<Wal, Wal> {
  private static final int ENTRY_BYTES = 200;

  /** What happened so far. */
  public static final class Outcome implements Supplier<List<Object>> {
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** The appends accepted, those acknowledged, what must not happen, the threads. */
    @Override
    public List<Object> get() {
      return List.of(
          accepted.get(), acknowledged.get(), List.copyOf(failures), List.copyOf(threads));
    }
  }

  private final Outcome outcome = new Outcome();
  private final Object order = new Object();
  private BundleContext context;
  private ServiceTracker<Wal, Wal> tracker;

  @Override
  public void start(BundleContext started) {
    context = started;
    context.registerService(Supplier.class, outcome, null);
    tracker = new ServiceTracker<>(context, Wal.class, this);
    tracker.open();
  }

  @Override
  public void stop(BundleContext stopped) {
    tracker.close();
  }

  @Override
  public Wal addingService(ServiceReference<Wal> reference) {
    Wal log = context.getService(reference);
    begin("appender", () -> append(log));
    begin("saver", () -> save(log));
    return log;
  }

  /** Something that ends with an exception. */
  private interface Endless {
    void run() throws InterruptedException;
  }

  private void begin(String name, Endless endless) {
    Thread thread =
        new Thread(
            () -> {
              try {
                endless.run();
              } catch (WalClosedException closed) {
                Thread.currentThread().setName(closed.toString());
              } catch (Throwable failure) {
                outcome.failures.add(name + ": " + failure);
              }
            },
            name);
    outcome.threads.add(thread);
    thread.start();
  }

  private List<Entry> next() {
    return List.of(Entry.of(1, outcome.accepted.get() + 1, new byte[ENTRY_BYTES]));
  }

  private void append(Wal log) {
    while (true) {
      synchronized (order) {
        log.append(HardState.EMPTY, next()).whenComplete((_, failure) -> completed(failure));
        outcome.accepted.incrementAndGet();
      }
    }
  }

  private void completed(Throwable failure) {
    if (failure == null) {
      outcome.acknowledged.incrementAndGet();
    } else {
      outcome.failures.add("completed with " + failure);
    }
  }

  private void save(Wal log) throws InterruptedException {
    while (true) {
      synchronized (order) {
        log.save(HardState.EMPTY, next());
        outcome.accepted.incrementAndGet();
        outcome.acknowledged.incrementAndGet();
      }
    }
  }

  @Override
  public void modifiedService(ServiceReference<Wal> reference, Wal log) {
    // Its properties are of no interest.
  }

  @Override
  public void removedService(ServiceReference<Wal> reference, Wal log) {
    context.ungetService(reference);
  }
}
