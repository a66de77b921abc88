package io.togglebolt.itests.container;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Commits one transaction after the other in a thread of its own: a key that stays, and a large one
 * that is overwritten, so that pages are freed and reused all the time.
 */
final class WriterLoop implements AutoCloseable {
  static final byte[] BUCKET = {'w'};
  private static final int STAYING_KEYS = 2_000;

  /** What one reader finds: the newest commits, each with its own value, and none is missing. */
  static final class Seen {
    private long entries;
    private long lowest = Long.MAX_VALUE;
    private long highest = -1;

    void add(byte[] key, byte[] value) {
      if (key.length != Integer.BYTES) {
        return;
      }
      long number = ByteBuffer.wrap(value).getLong();
      assertArrayEquals("the key of commit " + number, key(number), key);
      assertArrayEquals("the value of commit " + number, value(number), value);
      entries++;
      lowest = Math.min(lowest, number);
      highest = Math.max(highest, number);
    }

    void requireWhole() {
      assertEquals("commits " + lowest + " to " + highest, highest - lowest + 1, entries);
    }
  }

  private final Database database;
  private final AtomicLong commits = new AtomicLong();
  private final Thread thread;
  private volatile boolean ending;
  private volatile Throwable failure;

  WriterLoop(Database database) {
    this.database = database;
    thread = new Thread(this::loop, "writer of " + database.name());
    thread.start();
  }

  private void loop() {
    try {
      while (!ending) {
        long next = commits.get();
        database.update(
            tx -> {
              Bucket bucket = tx.createBucketIfMissing(BUCKET);
              bucket.put(key(next), value(next));
              bucket.put(new byte[] {'x'}, new byte[9_000]);
            });
        commits.incrementAndGet();
      }
    } catch (Throwable thrown) {
      failure = thrown;
    }
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) (number % STAYING_KEYS)).array();
  }

  private static byte[] value(long number) {
    return ByteBuffer.allocate(600).putLong(number).array();
  }

  /** Waits until it has committed some more. */
  void awaitCommits(int more) {
    long goal = commits.get() + more;
    Await.until(
        more + " more commits",
        () -> {
          requireNoFailure();
          return commits.get() >= goal;
        });
  }

  /** How many transactions it has committed. */
  long commits() {
    return commits.get();
  }

  void requireNoFailure() {
    Throwable thrown = failure;
    if (thrown != null) {
      throw new AssertionError("the writer failed after " + commits + " commits", thrown);
    }
  }

  /** Ends the loop, which must not have failed, and looks for every key it wrote. */
  @Override
  public void close() {
    ending = true;
    Await.until(
        "the writer ends", () -> Arrays.toString(thread.getStackTrace()), () -> !thread.isAlive());
    requireNoFailure();
    long written = commits.get();
    try (Transaction tx = database.beginRead("look for lost keys")) {
      Bucket bucket = tx.bucket(BUCKET);
      for (long number = Math.max(0, written - STAYING_KEYS); number < written; number++) {
        assertArrayEquals("commit " + number, value(number), bucket.get(key(number)));
      }
    }
  }
}
