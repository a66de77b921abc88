package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.Bucket;
import io.togglebolt.storage.Cursor;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseStats;
import io.togglebolt.storage.Transaction;
import io.togglebolt.testkit.SplitMix64;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Two writers, and readers that are short, long and staggered, each in a thread of its own. Every
 * value says which version of which key it is, and each writer's bucket says what all its versions
 * add up to; so whoever reads a page of another transaction, or of another key, notices. A reader
 * that stays open must see the same for ever.
 */
final class VerifiedLoad implements AutoCloseable {
  private static final int WRITERS = 2;
  private static final int KEYS = 120;
  private static final byte[] SUM = {'s', 'u', 'm'};
  private static final long DEADLINE_SECONDS = 120;

  private final Database database;
  private final boolean explainsGrowth;
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong reads = new AtomicLong();

  /** For each open reader, a transaction that is no newer than what it sees. */
  private final Map<Object, Long> open = new ConcurrentHashMap<>();

  private final GrowthModel growth = new GrowthModel();
  private final long[][] versions = new long[WRITERS][KEYS];
  private volatile boolean ending;

  /** Guards {@code commits}, and lets one writer after the other commit and look at the figures. */
  private final ReentrantLock commitLock = new ReentrantLock();

  private final Condition committed = commitLock.newCondition();
  private long commits;

  /**
   * @param explainsGrowth whether the file must grow no more than {@link GrowthModel} says
   */
  VerifiedLoad(Database database, SplitMix64 random, boolean explainsGrowth) {
    this.database = database;
    this.explainsGrowth = explainsGrowth;
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      load(writer);
      SplitMix64 own = random.fork();
      begin("writer-" + i, () -> write(writer, own));
    }
    begin("short-reader", this::readShortly);
    begin("long-reader", this::readForLong);
    SplitMix64 own = random.fork();
    begin("staggered-readers", () -> readStaggered(own));
    threads.forEach(Thread::start);
  }

  private interface Endless {
    void run() throws Exception;
  }

  private void begin(String name, Endless endless) {
    threads.add(
        new Thread(
            () -> {
              try {
                while (!ending) {
                  endless.run();
                }
              } catch (Throwable failure) {
                failures.add(failure);
              }
            },
            name));
  }

  // Writing.

  private static byte[] key(int key) {
    return ByteBuffer.allocate(Short.BYTES).putShort((short) key).array();
  }

  private static byte[] value(int writer, int key, long version) {
    byte[] filler = SplitMix64.value((int) (20 + version % 180), version * KEYS + key + writer);
    return ByteBuffer.allocate(Long.BYTES + filler.length).putLong(version).put(filler).array();
  }

  private static byte[] bucketName(int writer) {
    return new byte[] {'b', (byte) writer};
  }

  /** Takes over what an earlier load has left. */
  private void load(int writer) {
    try (Transaction tx = database.beginRead()) {
      Bucket bucket = tx.bucket(bucketName(writer));
      for (int key = 0; bucket != null && key < KEYS; key++) {
        byte[] value = bucket.get(key(key));
        versions[writer][key] = value == null ? 0 : ByteBuffer.wrap(value).getLong();
      }
    }
  }

  private void write(int writer, SplitMix64 random) throws InterruptedException {
    long[] next = versions[writer].clone();
    commitLock.lockInterruptibly();
    try {
      DatabaseStats before = database.stats();
      long oldest =
          open.values().stream().mapToLong(Long::longValue).reduce(before.transaction(), Math::min);
      long allocated;
      try (Transaction tx = database.beginWrite()) {
        Bucket bucket = tx.createBucketIfMissing(bucketName(writer));
        for (int i = random.between(1, 12); i > 0; i--) {
          int key = random.below(KEYS);
          next[key] = random.chance(1, 6) ? 0 : tx.id();
          if (next[key] == 0) {
            bucket.delete(key(key));
          } else {
            bucket.put(key(key), value(writer, key, next[key]));
          }
        }
        long sum = Arrays.stream(next).sum();
        bucket.put(SUM, ByteBuffer.allocate(Long.BYTES).putLong(sum).array());
        tx.commit();
        allocated = tx.stats().pagesAllocated();
      }
      versions[writer] = next;
      if (explainsGrowth) {
        growth.committed(before, allocated, database.stats(), oldest);
      }
      commits++;
      committed.signalAll();
    } finally {
      commitLock.unlock();
    }
  }

  /** Waits until so many more commits have been made. */
  void awaitCommits(int more) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    commitLock.lockInterruptibly();
    try {
      long goal = commits + more;
      while (commits < goal && !ending) {
        requireNoFailure();
        assertTrue(
            System.nanoTime() - deadlineNanos < 0,
            () -> more + " commits did not come in " + DEADLINE_SECONDS + " s");
        // A thread that has failed signals nothing, so look for that now and then.
        committed.awaitNanos(TimeUnit.SECONDS.toNanos(1));
      }
    } finally {
      commitLock.unlock();
    }
    requireNoFailure();
  }

  // Reading.

  private final class Reader implements AutoCloseable {
    private final Transaction tx;
    private final long seen;

    Reader() {
      open.put(this, database.stats().transaction());
      tx = database.beginRead();
      seen = verify();
    }

    /** Reads all there is; returns a summary of it. */
    private long verify() {
      long summary = 1;
      for (int writer = 0; writer < WRITERS; writer++) {
        Bucket bucket = tx.bucket(bucketName(writer));
        summary = bucket == null ? summary : 31 * summary + verify(writer, bucket);
      }
      reads.incrementAndGet();
      return summary;
    }

    private long verify(int writer, Bucket bucket) {
      long sum = 0;
      long summary = 1;
      Cursor cursor = bucket.cursor();
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        byte[] name = cursor.key();
        if (Arrays.equals(name, SUM)) {
          continue;
        }
        int key = ByteBuffer.wrap(name).getShort();
        byte[] value = Objects.requireNonNull(cursor.value());
        long version = ByteBuffer.wrap(value).getLong();
        assertArrayEquals(value(writer, key, version), value, () -> "key " + key);
        sum += version;
        summary = 31 * summary + key * 7919L + version;
      }
      byte[] total = Objects.requireNonNull(bucket.get(SUM));
      assertEquals(ByteBuffer.wrap(total).getLong(), sum, "the versions of writer " + writer);
      return summary;
    }

    void verifyAgain() {
      assertEquals(seen, verify(), () -> "what transaction " + tx.id() + " holds has changed");
    }

    @Override
    public void close() {
      tx.close();
      open.remove(this);
    }
  }

  private void readShortly() throws InterruptedException {
    try (Reader reader = new Reader()) {
      reader.verifyAgain();
    }
    awaitCommits(1);
  }

  private void readForLong() throws InterruptedException {
    try (Reader reader = new Reader()) {
      for (int i = 0; i < 20 && !ending; i++) {
        awaitCommits(5);
        reader.verifyAgain();
      }
    }
    awaitCommits(20);
  }

  private void readStaggered(SplitMix64 random) throws InterruptedException {
    Deque<Reader> staggered = new ArrayDeque<>();
    try {
      while (!ending) {
        staggered.addLast(new Reader());
        if (staggered.size() > 8) {
          staggered.removeFirst().close();
        }
        random.choice(List.copyOf(staggered)).verifyAgain();
        awaitCommits(2);
      }
    } finally {
      staggered.forEach(Reader::close);
    }
  }

  private void requireNoFailure() {
    Throwable failure = failures.peek();
    if (failure != null) {
      throw new AssertionError("failed under load: " + failure, failure);
    }
  }

  /** Ends all threads, none of which may have failed, and looks for every key that was written. */
  @Override
  public void close() {
    ending = true;
    commitLock.lock();
    try {
      committed.signalAll();
    } finally {
      commitLock.unlock();
    }
    threads.forEach(VerifiedLoad::requireEnd);
    requireNoFailure();
    assertTrue(reads.get() > 0 && commits > 0, "nothing was done");
    try (Transaction tx = database.beginRead()) {
      for (int writer = 0; writer < WRITERS; writer++) {
        Bucket bucket = tx.bucket(bucketName(writer));
        for (int key = 0; bucket != null && key < KEYS; key++) {
          long version = versions[writer][key];
          byte[] due = version == 0 ? null : value(writer, key, version);
          assertArrayEquals(due, bucket.get(key(key)), "key " + key + " of writer " + writer);
        }
      }
    }
  }

  private static void requireEnd(Thread thread) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
    } catch (InterruptedException interruption) {
      throw new AssertionError("nobody interrupts this thread", interruption);
    }
    assertTrue(!thread.isAlive(), () -> thread.getName() + " does not end");
  }
}
