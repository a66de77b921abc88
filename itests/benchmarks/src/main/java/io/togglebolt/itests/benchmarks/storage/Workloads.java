package io.togglebolt.itests.benchmarks.storage;

import java.util.ArrayList;
import java.util.List;

/** All workloads, in the order of the report. */
final class Workloads {
  private static final String COPYING = "togglebolt";
  private static final String VIEWING = "togglebolt-views";
  private static final int GETS_EACH = 10_000;
  private static final int ALLOCATION_GETS = 1_000_000;

  private Workloads() {}

  static List<Workload> all() {
    List<Workload> all = new ArrayList<>(reads("-view", "zero-copy", VIEWING));
    all.addAll(reads("-copy", "copied", COPYING));
    all.addAll(writes());
    all.add(batch());
    all.add(open());
    all.add(memory());
    all.add(allocation("-view", "zero-copy", List.of(new Target.Nothing()), VIEWING));
    all.add(allocation("-copy", "copied", List.of(), COPYING));
    return List.copyOf(all);
  }

  private static List<Workload> reads(String suffix, String how, String store) {
    List<Workload> reads = new ArrayList<>();
    for (int threads = 1; threads <= 2; threads++) {
      List<Target> targets =
          List.of(new Target.Ratio(1.5, Side.BBOLT), new Target.Ratio(1.0, Side.LMDB));
      String title = "get, %s, %s".formatted(how, threads(threads));
      reads.add(get("get-" + threads + suffix, title, store, threads, GETS_EACH, targets));
    }
    for (int threads = 1; threads <= 2; threads++) {
      List<Target> targets = new ArrayList<>(List.of(new Target.Ratio(1.5, Side.BBOLT)));
      if (threads == 2) {
        targets.add(new Target.MoreThan(transactionPerGet(how, 1)));
      }
      String title = transactionPerGet(how, threads);
      reads.add(get("txget-" + threads + suffix, title, store, threads, 1, targets));
    }
    reads.add(
        new Workload(
            "scan" + suffix,
            store,
            "scan keys={keys} millis={millis}",
            Workload.Kind.READS,
            rate("scan, " + how, List.of())));
    return reads;
  }

  private static String threads(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  private static String transactionPerGet(String how, int threads) {
    return "transaction per get, %s, %s".formatted(how, threads(threads));
  }

  private static Workload get(
      String name, String title, String store, int threads, int each, List<Target> targets) {
    return new Workload(
        name,
        store,
        "get keys={keys} threads=" + threads + " each=" + each + " millis={millis}",
        Workload.Kind.READS,
        rate(title, targets));
  }

  private static List<Figure> rate(String title, List<Target> targets) {
    return List.of(new Figure(title, Unit.PER_SECOND, Figure.RATE, targets));
  }

  private static List<Workload> writes() {
    List<Workload> writes = new ArrayList<>();
    for (boolean sync : new boolean[] {true, false}) {
      for (int batch : new int[] {1, 1_000}) {
        for (String order : List.of("sequential", "random")) {
          writes.add(put(order, batch, sync));
        }
      }
    }
    return writes;
  }

  private static Workload put(String order, int batch, boolean sync) {
    String durability = sync ? "fsync" : "nosync";
    String shortOrder = order.equals("random") ? "rnd" : "seq";
    String fewer = sync ? "{smallCommits}" : "{unsyncedCommits}";
    String commits = batch == 1 ? fewer : "{largeCommits}";
    return new Workload(
        "put-%s-%d-%s".formatted(shortOrder, batch, durability),
        COPYING,
        "put order=%s batch=%d commits=%s sync=%b millis={mostMillis}"
            .formatted(order, batch, commits, sync),
        Workload.Kind.WRITES,
        rate(
            "put %s, %,d a commit, %s".formatted(order, batch, durability),
            putTargets(order, batch, sync)));
  }

  /** The targets are about durable commits of one key, and of 1,000 random ones. */
  private static List<Target> putTargets(String order, int batch, boolean sync) {
    if (sync && batch == 1) {
      return List.of(new Target.Ratio(1.25, Side.BBOLT));
    }
    return sync && order.equals("random")
        ? List.of(new Target.Ratio(1.5, Side.BBOLT), new Target.Ratio(1.2, Side.LMDB))
        : List.of();
  }

  private static Workload batch() {
    return new Workload(
        "batch-64",
        COPYING,
        "batch threads=64 each={batchEach} sync=true millis={mostMillis}",
        Workload.Kind.WRITES,
        rate("batch, 64 callers, 1 put each, fsync", List.of(new Target.Ratio(5, Side.BBOLT))));
  }

  private static Workload open() {
    return new Workload(
        "open",
        COPYING,
        "open times={opens}",
        Workload.Kind.READS,
        List.of(new Figure("open", Unit.MILLIS, Figure.MILLIS_EACH, List.of())));
  }

  private static Workload memory() {
    return new Workload(
        "memory",
        COPYING,
        "memory keys={keys} threads=1 each=" + GETS_EACH + " millis={millis}",
        Workload.Kind.FRESH,
        List.of(
            memory("memory after load and gets, resident", "resident"),
            memory("of that, not backed by a file", "anonymous"),
            memory("live objects on the heap", "heap")));
  }

  private static Figure memory(String title, String number) {
    return new Figure(title, Unit.BYTES, Figure.plain(number), List.of());
  }

  private static Workload allocation(
      String suffix, String how, List<Target> targets, String store) {
    return new Workload(
        "allocation" + suffix,
        store,
        "allocation keys={keys} each=" + ALLOCATION_GETS,
        Workload.Kind.OURS_ALONE,
        List.of(
            new Figure(
                "allocation per %s get".formatted(how), Unit.BYTES, Figure.BYTES_EACH, targets)));
  }
}
