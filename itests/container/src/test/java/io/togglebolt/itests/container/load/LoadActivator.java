package io.togglebolt.itests.container.load;

import io.togglebolt.slot.SlotException;
import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * Writes and reads a database as soon as there is one, and goes on until the database refuses. What
 * it has seen can be asked by a service made of the JDK's types only, so that those outside the
 * framework can ask too, and after its end.
 */
public final class LoadActivator
    implements BundleActivator, ServiceTrackerCustomizer<Database, Database> {
  private static final int THREADS = 2;

  /** What happened so far. */
  public static final class Outcome implements Supplier<List<Object>> {
    private final AtomicIntegerArray commits = new AtomicIntegerArray(THREADS);
    private final AtomicLong reads = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    /** The acknowledged commits of each writer, all reads, what must not happen, the threads. */
    @Override
    public List<Object> get() {
      return List.of(
          List.of(commits.get(0), commits.get(1)),
          reads.get(),
          List.copyOf(failures),
          List.copyOf(threads));
    }
  }

  private final Outcome outcome = new Outcome();
  private BundleContext context;
  private ServiceTracker<Database, Database> tracker;

  @Override
  public void start(BundleContext started) {
    context = started;
    context.registerService(Supplier.class, outcome, null);
    tracker = new ServiceTracker<>(context, Database.class, this);
    tracker.open();
  }

  @Override
  public void stop(BundleContext stopped) {
    tracker.close();
  }

  @Override
  public Database addingService(ServiceReference<Database> reference) {
    Database database = context.getService(reference);
    for (int number = 0; number < THREADS; number++) {
      int writer = number;
      begin("writer", () -> write(database, writer));
      begin("reader", () -> read(database));
    }
    return database;
  }

  private void begin(String name, Runnable endless) {
    Thread thread =
        new Thread(
            () -> {
              try {
                endless.run();
              } catch (StorageException | SlotException typed) {
                // The database is closing, or this bundle has stopped, and it says so.
                Thread.currentThread().setName(typed.toString());
              } catch (Throwable failure) {
                outcome.failures.add(name + ": " + failure + " at " + trace(failure));
              }
            },
            name);
    outcome.threads.add(thread);
    thread.start();
  }

  private static String trace(Throwable failure) {
    return String.join(
        " < ",
        Arrays.stream(failure.getStackTrace()).limit(8).map(StackTraceElement::toString).toList());
  }

  private void write(Database database, int writer) {
    while (true) {
      int next = outcome.commits.get(writer);
      database.update(
          tx -> {
            Bucket bucket = tx.createBucketIfMissing(new byte[] {(byte) writer});
            bucket.put(ByteBuffer.allocate(Integer.BYTES).putInt(next).array(), new byte[300]);
            bucket.put(new byte[] {'x'}, new byte[9_000]);
          });
      outcome.commits.incrementAndGet(writer);
    }
  }

  private void read(Database database) {
    while (true) {
      int size =
          database.view(
              tx -> {
                Bucket bucket = tx.bucket(new byte[] {0});
                int bytes = 0;
                Cursor cursor = bucket == null ? null : bucket.cursor();
                for (boolean more = cursor != null && cursor.first(); more; more = cursor.next()) {
                  bytes += cursor.value().length;
                }
                return bytes;
              });
      outcome.reads.addAndGet(size > 0 ? 1 : 0);
    }
  }

  @Override
  public void modifiedService(ServiceReference<Database> reference, Database database) {
    // Its properties are of no interest.
  }

  @Override
  public void removedService(ServiceReference<Database> reference, Database database) {
    context.ungetService(reference);
  }
}
