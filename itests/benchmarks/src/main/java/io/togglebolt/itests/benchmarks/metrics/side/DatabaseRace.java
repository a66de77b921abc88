package io.togglebolt.itests.benchmarks.metrics.side;

import com.sun.management.ThreadMXBean;
import io.togglebolt.itests.benchmarks.side.Folders;
import io.togglebolt.itests.benchmarks.side.Request;
import io.togglebolt.itests.benchmarks.side.Slices;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.metrics.MetricsRelay;
import io.togglebolt.storage.DatabaseOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * The same exercise with and without metrics, turn by turn in one JVM, so that all of them run the
 * same machine code: between two JVMs the compiler's luck alone is more than what is looked for.
 */
final class DatabaseRace implements AutoCloseable {
  private static final int SIDES = Side.values().length;

  /** Such a part of a slice is done before it. */
  private static final int LEAD_IN = 8;

  /** Who takes part. */
  enum Side {
    /** Without metrics. */
    WITHOUT,
    /** Without metrics once more: how far apart equals are. */
    CONTROL,
    /** With metrics. */
    WITH,
    /** With metrics that are scraped once in each slice. */
    SCRAPED;

    /** Its name in answers. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a slice took. */
  private record Slice(long clockNanos, long processorNanos, long bytes) {}

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ExecutorService scraper = Executors.newSingleThreadExecutor();
  private final RacingDatabase[] databases = new RacingDatabase[SIDES];
  private final Exposition exposition;
  private final String exercise;
  private final int leg;

  private DatabaseRace(Path folder, Request request) throws Exception {
    exercise = request.text("exercise");
    leg = request.integer("leg");
    MetricsRegistry scraped = Registries.create();
    exposition = Exposition.of(scraped);
    for (int number : Slices.order(leg, SIDES).subList(0, SIDES)) {
      Side side = Side.values()[number];
      MetricsRegistry own = side == Side.SCRAPED ? scraped : Registries.create();
      Path place = Folders.emptied(folder.resolve(side.word()));
      databases[number] = new RacingDatabase(place, options(side, own), request.integer("keys"));
    }
  }

  /** Those with metrics record through a relay, as in the container. */
  static DatabaseOptions options(Side side, Metrics registry) {
    return switch (side) {
      case WITHOUT, CONTROL -> DatabaseOptions.defaults();
      case WITH, SCRAPED -> {
        MetricsRelay relay = new MetricsRelay();
        relay.use(registry);
        yield DatabaseOptions.defaults().withMetrics(relay);
      }
    };
  }

  /**
   * One leg: with databases of its own, which are opened in an order by chance, since where a
   * database's memory and file come to lie makes a difference too.
   *
   * <p>Answers with the nanoseconds of each block: {@code SIDE.clock} has those that passed, {@code
   * SIDE.processor} those that the processor spent on the thread that ran the exercise; and with
   * {@code SIDE.bytes}, what that thread allocated, and {@code times}, how often it ran it.
   */
  static Map<String, String> run(Path folder, Request request) throws Exception {
    try (DatabaseRace race = new DatabaseRace(folder, request)) {
      int times = race.warm(request.millisAsNanos("warm"), request.millisAsNanos("slice"));
      return race.blocks(request.integer("blocks"), times);
    } finally {
      for (Side side : Side.values()) {
        Folders.delete(folder.resolve(side.word()));
      }
    }
  }

  /** Everyone in turn until the time is over; answers how often a slice of that length does it. */
  private int warm(long warmNanos, long sliceNanos)
      throws InterruptedException, ExecutionException {
    int times = 1;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < warmNanos) {
      long least = Long.MAX_VALUE;
      for (Side side : Side.values()) {
        least = Math.min(least, slice(side, times).clockNanos);
      }
      times = Slices.next(times, least, sliceNanos);
    }
    return times;
  }

  private Map<String, String> blocks(int blocks, int times)
      throws InterruptedException, ExecutionException {
    long[][] clock = new long[SIDES][blocks];
    long[][] processor = new long[SIDES][blocks];
    long[] bytes = new long[SIDES];
    for (int block = 0; block < blocks; block++) {
      for (int side : Slices.order(leg * blocks + block, SIDES)) {
        Slice slice = slice(Side.values()[side], times);
        clock[side][block] += slice.clockNanos;
        processor[side][block] += slice.processorNanos;
        bytes[side] += slice.bytes;
      }
    }
    Map<String, String> answer = new LinkedHashMap<>();
    for (Side side : Side.values()) {
      String name = side.word();
      answer.put(name + ".clock", joined(clock[side.ordinal()]));
      answer.put(name + ".processor", joined(processor[side.ordinal()]));
      answer.put(name + ".bytes", String.valueOf(bytes[side.ordinal()]));
    }
    answer.put("times", String.valueOf(2L * blocks * times));
    return answer;
  }

  private static String joined(long[] nanos) {
    return Arrays.stream(nanos).mapToObj(String::valueOf).collect(Collectors.joining(","));
  }

  /**
   * The scrape begins with the slice and is over before anybody else's slice begins. Some of the
   * exercise is done before, so that nobody pays for what the one before has thrown out of the
   * processor's caches.
   */
  private Slice slice(Side side, int times) throws InterruptedException, ExecutionException {
    RacingDatabase database = databases[side.ordinal()];
    database.run(exercise, Math.ceilDiv(times, LEAD_IN));
    List<Future<Long>> scrapes =
        side == Side.SCRAPED ? List.of(scraper.submit(exposition::scrape)) : List.of();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long processor = threads.getCurrentThreadCpuTime();
    long clock = System.nanoTime();
    database.run(exercise, times);
    Slice slice =
        new Slice(
            System.nanoTime() - clock,
            threads.getCurrentThreadCpuTime() - processor,
            threads.getCurrentThreadAllocatedBytes() - allocated);
    for (Future<Long> scrape : scrapes) {
      scrape.get();
    }
    return slice;
  }

  @Override
  public void close() {
    scraper.close();
    exposition.close();
    for (RacingDatabase database : databases) {
      if (database != null) {
        database.close();
      }
    }
  }
}
