package io.togglebolt.itests.benchmarks.side;

import com.sun.management.ThreadMXBean;
import io.togglebolt.itests.benchmarks.store.Entries;
import io.togglebolt.itests.benchmarks.store.Snapshot;
import io.togglebolt.itests.benchmarks.store.SplitMix64;
import io.togglebolt.itests.benchmarks.store.Store;
import io.togglebolt.itests.benchmarks.store.StoreFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * What can be measured. Each exercise is bounded by a time or a count, and answers with what was
 * done and how many nanoseconds that took. The program for bbolt has the same exercises.
 */
final class Exercises {
  private static final int LOAD_BATCH = 10_000;

  private final StoreFactory factory;
  private final Path folder;

  Exercises(StoreFactory factory, Path folder) {
    this.factory = factory;
    this.folder = folder;
  }

  Map<String, Long> run(Request request)
      throws IOException, InterruptedException, ExecutionException {
    return switch (request.kind()) {
      case "load" -> load(folder.resolve("data"), request.integer("keys"));
      case "get" -> get(request);
      case "scan" -> scan(request);
      case "put" -> put(request);
      case "batch" -> batch(request);
      case "open" -> open(request);
      case "memory" -> memory(request);
      case "allocation" -> allocation(request);
      default -> throw new IllegalArgumentException("request " + request.kind() + " is unknown");
    };
  }

  private Map<String, Long> load(Path to, int keys) throws IOException {
    long begin = System.nanoTime();
    Entries entries = Entries.sequential();
    try (Store store = factory.open(Folders.emptied(to), false)) {
      for (int done = 0; done < keys; done += LOAD_BATCH) {
        store.commit(entries, Math.min(LOAD_BATCH, keys - done));
      }
    }
    return Figures.of(keys, System.nanoTime() - begin);
  }

  private Map<String, Long> get(Request request) throws InterruptedException, ExecutionException {
    try (Store store = openLoaded()) {
      return gets(store, request);
    }
  }

  private static Map<String, Long> gets(Store store, Request request)
      throws InterruptedException, ExecutionException {
    int keys = request.integer("keys");
    int each = request.integer("each");
    return Together.forNanos(
        request.integer("threads"),
        request.millisAsNanos("millis"),
        (thread, stopped) -> {
          SplitMix64 random = new SplitMix64(thread + 1L);
          byte[] key = new byte[Entries.KEY_BYTES];
          long done = 0;
          do {
            done += lookUp(store, random, keys, key, each);
          } while (!stopped.getAsBoolean());
          return done;
        });
  }

  /** One transaction. */
  private static long lookUp(Store store, SplitMix64 random, int keys, byte[] key, int count) {
    try (Snapshot snapshot = store.snapshot()) {
      lookUp(snapshot, random, keys, key, count);
    }
    return count;
  }

  private static void lookUp(
      Snapshot snapshot, SplitMix64 random, int keys, byte[] key, int count) {
    for (int i = 0; i < count; i++) {
      Entries.writeKey(random.below(keys), key);
      int bytes = snapshot.valueBytes(key);
      if (bytes != Entries.VALUE_BYTES) {
        throw new IllegalStateException(
            "a value has " + bytes + " bytes; expected " + Entries.VALUE_BYTES);
      }
    }
  }

  private Map<String, Long> scan(Request request) throws InterruptedException, ExecutionException {
    int keys = request.integer("keys");
    long expected = keys * (long) (Entries.KEY_BYTES + Entries.VALUE_BYTES);
    try (Store store = openLoaded()) {
      return Together.forNanos(
          1,
          request.millisAsNanos("millis"),
          (thread, stopped) -> {
            long done = 0;
            do {
              scan(store, expected);
              done += keys;
            } while (!stopped.getAsBoolean());
            return done;
          });
    }
  }

  private static void scan(Store store, long expectedBytes) {
    try (Snapshot snapshot = store.snapshot()) {
      long bytes = snapshot.scan();
      if (bytes != expectedBytes) {
        throw new IllegalStateException(
            "a scan saw " + bytes + " bytes; expected " + expectedBytes);
      }
    }
  }

  /** Writes to a new store, so that every run begins with the same tree: none. */
  private Map<String, Long> put(Request request) throws IOException {
    boolean sequential = request.text("order").equals("sequential");
    int batch = request.integer("batch");
    int commits = request.integer("commits");
    long most = request.millisAsNanos("millis");
    try (Store store = emptyStore(request)) {
      Entries entries = sequential ? Entries.sequential() : Entries.random(42);
      long begin = System.nanoTime();
      long done = 0;
      for (int i = 0; i < commits && System.nanoTime() - begin < most; i++) {
        store.commit(entries, batch);
        done += batch;
      }
      return Figures.of(done, System.nanoTime() - begin);
    } finally {
      Folders.delete(folder.resolve("put"));
    }
  }

  private Map<String, Long> batch(Request request)
      throws IOException, InterruptedException, ExecutionException {
    int each = request.integer("each");
    try (Store store = emptyStore(request)) {
      return Together.forNanos(
          request.integer("threads"),
          request.millisAsNanos("millis"),
          (thread, stopped) -> {
            Entries entries = Entries.random(thread + 1L);
            long done = 0;
            while (done < each && !stopped.getAsBoolean()) {
              entries.advance();
              store.putConcurrently(entries.key(), entries.value());
              done++;
            }
            return done;
          });
    } finally {
      Folders.delete(folder.resolve("put"));
    }
  }

  private Map<String, Long> open(Request request) {
    int times = request.integer("times");
    long nanos = 0;
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      Store store = factory.open(folder.resolve("data"), true);
      nanos += System.nanoTime() - begin;
      store.close();
    }
    return Figures.of(times, nanos);
  }

  /** Meant for a process that has done nothing before. */
  private Map<String, Long> memory(Request request)
      throws IOException, InterruptedException, ExecutionException {
    Path to = folder.resolve("memory");
    load(to, request.integer("keys"));
    try (Store store = factory.open(to, true)) {
      gets(store, request);
      return Figures.ofMemory();
    } finally {
      Folders.delete(to);
    }
  }

  /** Counts what the calling thread allocates while it gets, inside one transaction. */
  private Map<String, Long> allocation(Request request) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int keys = request.integer("keys");
    int count = request.integer("each");
    SplitMix64 random = new SplitMix64(1);
    byte[] key = new byte[Entries.KEY_BYTES];
    try (Store store = openLoaded();
        Snapshot snapshot = store.snapshot()) {
      long before = threads.getCurrentThreadAllocatedBytes();
      lookUp(snapshot, random, keys, key, count);
      return Map.of(
          "operations", (long) count, "bytes", threads.getCurrentThreadAllocatedBytes() - before);
    }
  }

  private Store emptyStore(Request request) throws IOException {
    boolean sync = Boolean.parseBoolean(request.text("sync"));
    return factory.open(Folders.emptied(folder.resolve("put")), sync);
  }

  /** Opens what was loaded and walks over it once, so that no run pays for a cold page cache. */
  private Store openLoaded() {
    Path data = folder.resolve("data");
    if (!Files.isDirectory(data)) {
      throw new IllegalStateException("nothing was loaded into " + data);
    }
    Store store = factory.open(data, true);
    try (Snapshot snapshot = store.snapshot()) {
      snapshot.scan();
    }
    return store;
  }
}
