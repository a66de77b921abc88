package io.togglebolt.itests.compatibility.etcd;

import io.togglebolt.testkit.SplitMix64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * Clients that put keys until their server is gone. Each key is put once and tells by itself what
 * its value is, so that a log can be searched for it.
 */
final class EtcdLoad implements AutoCloseable {
  /** All keys begin with it, and all are equally long. */
  static final String PREFIX = "toggled/";

  static final int KEY_BYTES = PREFIX.length() + 12;
  private static final int CLIENTS = 6;
  private static final int LARGE_BYTES = 400_000;
  private static final long MOST_SECONDS = 120;

  private final EtcdServer server;
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Void>> running = new ArrayList<>();
  private final AtomicLong acknowledgedBytes = new AtomicLong();
  private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
  private final CountDownLatch reached = new CountDownLatch(1);

  private EtcdLoad(EtcdServer server) {
    this.server = server;
  }

  /**
   * Starts clients that go on until the server is gone.
   *
   * @param round tells the keys of one load from those of others
   * @param enough is asked after each put, by any client, with what was acknowledged so far
   */
  static EtcdLoad start(EtcdServer server, SplitMix64 random, int round, LongPredicate enough) {
    EtcdLoad load = new EtcdLoad(server);
    for (int client = 0; client < CLIENTS; client++) {
      SplitMix64 choices = random.fork();
      int number = client;
      load.running.add(
          load.clients.submit(() -> load.putUntilItIsGone(choices, round, number, enough)));
    }
    return load;
  }

  private Void putUntilItIsGone(SplitMix64 random, int round, int client, LongPredicate enough)
      throws InterruptedException {
    for (int count = 0; ; count++) {
      String key = String.format("%s%04d%02d%06d", PREFIX, round, client, count);
      int size = random.chance(1, 3) ? random.below(LARGE_BYTES) : random.below(2_000);
      if (!server.put(key, value(key, size))) {
        // Whoever waits must learn that there will never be enough.
        reached.countDown();
        return null;
      }
      acknowledged.put(key, size);
      if (enough.test(acknowledgedBytes.addAndGet(size))) {
        reached.countDown();
      }
    }
  }

  /** The value that belongs to a key. */
  static byte[] value(String key, int sizeBytes) {
    return new SplitMix64(key.hashCode()).bytes(sizeBytes);
  }

  /** Waits until there is enough. */
  void await() throws InterruptedException {
    if (!reached.await(MOST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(
          "after " + MOST_SECONDS + " s there are but " + acknowledgedBytes + " bytes");
    }
  }

  long acknowledgedBytes() {
    return acknowledgedBytes.get();
  }

  /** Waits until all clients have noticed that the server is gone; what it acknowledged, by key. */
  Map<String, Integer> acknowledged() throws Exception {
    for (Future<Void> client : running) {
      client.get(MOST_SECONDS, TimeUnit.SECONDS);
    }
    return acknowledged;
  }

  @Override
  public void close() {
    clients.shutdownNow();
  }

  /** Where in a log entry's data a key of ours stands; -1 where it holds none. */
  static int find(byte[] data) {
    byte[] wanted = PREFIX.getBytes(StandardCharsets.US_ASCII);
    // The key comes early in a put; what follows is the value, which may be anything.
    int last = Math.min(data.length - KEY_BYTES, 64);
    for (int at = 0; at <= last; at++) {
      if (Arrays.equals(data, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }
}
