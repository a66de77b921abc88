package io.togglebolt.launcher;

import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/**
 * A bundle that writes and reads the configured database without a pause, and says by the command
 * {@code test:load} how far it is. What it wrote last must be what it reads.
 */
public final class LoadBundle implements BundleActivator {
  private static final byte[] BUCKET = {'l', 'o', 'a', 'd'};
  private static final int KEYS = 500;
  private static final int KEYS_A_COMMIT = 3;
  private static final int VALUE_BYTES = 600;
  private static final int COMMITS_A_READER = 8;
  private static final long LOOK_NANOS = 1_000_000;

  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /** For the framework. */
  public LoadBundle() {}

  @Override
  public void start(BundleContext context) {
    Map<String, Object> properties =
        Map.of("osgi.command.scope", "test", "osgi.command.function", "load");
    context.registerService(LoadBundle.class, this, new Hashtable<>(properties));
    begin(() -> run(context, this::write));
    begin(() -> run(context, this::read));
  }

  private void begin(Runnable endless) {
    Thread thread = new Thread(endless, "load");
    threads.add(thread);
    thread.start();
  }

  private void run(BundleContext context, Consumer<Database> work) {
    ServiceTracker<Database, Database> tracker =
        new ServiceTracker<>(context, Database.class, null);
    tracker.open();
    try {
      Database database = tracker.waitForService(0);
      database.update(transaction -> transaction.createBucketIfMissing(BUCKET));
      while (!stopped) {
        work.accept(database);
      }
    } catch (InterruptedException ended) {
      // The bundle is stopped.
    } catch (RuntimeException | Error failure) {
      if (!stopped) {
        failures.add(failure.toString());
      }
    } finally {
      tracker.close();
    }
  }

  /** Some values a commit, so that pages of all ages are freed; the last of them is read back. */
  private void write(Database database) {
    long number = commits.get();
    database.update(
        transaction -> {
          for (int i = 0; i < KEYS_A_COMMIT; i++) {
            transaction.bucket(BUCKET).put(key(number * 7 + i * 31), value(number));
          }
        });
    byte[] key = key(number * 7);
    if (!Arrays.equals(value(number), database.view(tx -> tx.bucket(BUCKET).get(key)))) {
      failures.add("commit " + number + " cannot be read");
    }
    commits.incrementAndGet();
  }

  /** Keeps a reader open over some commits: all the while it must see the same. */
  private void read(Database database) {
    long begun = commits.get();
    database.view(
        transaction -> {
          List<byte[]> before = values(transaction);
          while (!stopped && commits.get() < begun + COMMITS_A_READER) {
            LockSupport.parkNanos(LOOK_NANOS);
          }
          List<byte[]> after = values(transaction);
          if (!Arrays.deepEquals(before.toArray(), after.toArray())) {
            failures.add("reader " + transaction.id() + " saw a change");
          }
          return after.size();
        });
    reads.incrementAndGet();
  }

  private static List<byte[]> values(Transaction transaction) {
    List<byte[]> values = new ArrayList<>();
    for (long number = 0; number < KEYS; number++) {
      byte[] value = transaction.bucket(BUCKET).get(key(number));
      values.add(value == null ? new byte[0] : value);
    }
    return values;
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number % KEYS).array();
  }

  private static byte[] value(long number) {
    byte[] value = new byte[VALUE_BYTES];
    Arrays.fill(value, (byte) number);
    return value;
  }

  /** The command; its argument comes back, so that whoever asks knows the answer. */
  public String load(String mark) {
    return "load " + mark + ": " + commits + " commits, " + reads + " reads, failed " + failures;
  }

  @Override
  public void stop(BundleContext context) throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
  }
}
