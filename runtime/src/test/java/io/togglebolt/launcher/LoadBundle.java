package io.togglebolt.launcher;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final int VALUE_BYTES = 600;

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
    Thread thread = new Thread(() -> run(context), "load");
    threads.add(thread);
    thread.start();
  }

  private void run(BundleContext context) {
    ServiceTracker<Database, Database> tracker =
        new ServiceTracker<>(context, Database.class, null);
    tracker.open();
    try {
      Database database = tracker.waitForService(0);
      database.update(transaction -> transaction.createBucketIfMissing(BUCKET));
      while (!stopped) {
        write(database, commits.get());
        read(database, commits.get());
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

  /** Three values a commit, so that pages of all ages are freed. */
  private void write(Database database, long number) {
    database.update(
        transaction -> {
          for (int i = 0; i < 3; i++) {
            transaction.bucket(BUCKET).put(key(number * 7 + i * 31), value(number));
          }
        });
    commits.incrementAndGet();
  }

  private void read(Database database, long commit) {
    byte[] found = database.view(transaction -> value(transaction.bucket(BUCKET), commit - 1));
    if (!Arrays.equals(found, value(commit - 1))) {
      failures.add("commit " + (commit - 1) + " cannot be read");
    }
    reads.incrementAndGet();
  }

  private static byte[] value(Bucket bucket, long number) {
    return bucket.get(key(number * 7));
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
