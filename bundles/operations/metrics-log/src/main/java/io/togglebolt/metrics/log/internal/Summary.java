package io.togglebolt.metrics.log.internal;

import io.togglebolt.metrics.Distribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has happened between two looks, and how things are at the later one, as one line of bounded
 * length: the databases with the most commits, then the JVM. What a look lacks is left out. A count
 * that the earlier look had not began in between, at 0, unless that look saw no registry: then
 * nobody knows what has happened since.
 */
final class Summary {
  static final int DATABASES_TOLD = 5;

  private final Look earlier;
  private final Look now;
  private final double seconds;

  private Summary(Look earlier, Look now, double seconds) {
    this.earlier = earlier;
    this.now = now;
    this.seconds = seconds;
  }

  static String of(Look earlier, Look now, double seconds) {
    return new Summary(earlier, now, seconds).line();
  }

  private String line() {
    List<String> parts = new ArrayList<>();
    List<String> open = now.databases().stream().filter(this::isOfInterest).toList();
    open.stream()
        .sorted(Comparator.comparing(this::commits).reversed().thenComparing(name -> name))
        .limit(DATABASES_TOLD)
        .forEach(name -> parts.add(database(name)));
    if (open.isEmpty()) {
      parts.add("no database");
    } else if (open.size() > DATABASES_TOLD) {
      parts.add("and " + (open.size() - DATABASES_TOLD) + " more");
    }
    jvm().ifPresent(parts::add);
    return "last " + Units.seconds(seconds) + ": " + String.join("; ", parts);
  }

  /** A closed database's counters stay in the registry; its gauges do not. */
  private boolean isOfInterest(String name) {
    return commits(name) > 0
        || now.value(Look.SIZE, name).isPresent()
        || now.value(Look.READERS, name).isPresent();
  }

  private String database(String name) {
    List<String> clauses = new ArrayList<>();
    if (knowsGrowth() && knowsCommits(name)) {
      clauses.add(
          Units.number(seconds > 0 ? commits(name) / seconds : 0)
              + " commits/s"
              + inBrackets(slowest(name).map(p99 -> "p99 " + Units.seconds(p99))));
    }
    now.value(Look.SIZE, name)
        .map(
            size ->
                Units.bytes(size)
                    + inBrackets(
                        now.value(Look.IN_USE, name).map(used -> Units.bytes(used) + " in use")))
        .ifPresent(clauses::add);
    now.value(Look.PENDING, name)
        .map(
            pages ->
                Units.number(pages)
                    + " pages pending"
                    + inBrackets(
                        now.value(Look.HELD_BACK, name)
                            .map(held -> Units.number(held) + " held back")))
        .ifPresent(clauses::add);
    now.value(Look.READERS, name)
        .map(readers -> Units.number(readers) + " readers" + inBrackets(oldest(name, readers)))
        .ifPresent(clauses::add);
    return DatabaseName.shown(name) + ' ' + String.join(", ", clauses);
  }

  private Optional<String> oldest(String name, double readers) {
    return readers > 0
        ? now.value(Look.OLDEST_AGE, name).map(age -> "oldest " + Units.seconds(age))
        : Optional.empty();
  }

  private static String inBrackets(Optional<String> more) {
    return more.map(text -> " (" + text + ")").orElse("");
  }

  private boolean knowsGrowth() {
    return !earlier.isEmpty();
  }

  private boolean knowsCommits(String name) {
    return now.value(Look.COMMITS, name).isPresent()
        || now.distribution(Look.COMMIT_SECONDS, name).isPresent();
  }

  /** By the counter, else by how often a duration was observed. */
  private double commits(String name) {
    if (!knowsGrowth()) {
      return 0;
    }
    return now.value(Look.COMMITS, name)
        .map(count -> grown(earlier.value(Look.COMMITS, name).orElse(0.0), count))
        .or(() -> commitTimes(name).map(times -> (double) times.count()))
        .orElse(0.0);
  }

  /** A count that fell began anew, in another registry. */
  private static double grown(double before, double after) {
    return after >= before ? after - before : after;
  }

  private Optional<Double> slowest(String name) {
    return commitTimes(name).map(times -> times.quantile(0.99)).filter(p99 -> !p99.isNaN());
  }

  private Optional<Distribution> commitTimes(String name) {
    return now.distribution(Look.COMMIT_SECONDS, name)
        .map(times -> since(times, earlier.distribution(Look.COMMIT_SECONDS, name)));
  }

  private static Distribution since(Distribution times, Optional<Distribution> before) {
    return before.filter(earlier -> goesOn(earlier, times)).map(times::since).orElse(times);
  }

  /** Whether nothing fell; what fell began anew, in another registry. */
  private static boolean goesOn(Distribution before, Distribution after) {
    boolean same = before.buckets().size() == after.buckets().size();
    for (int i = 0; same && i < after.buckets().size(); i++) {
      Distribution.Bucket earlier = before.buckets().get(i);
      Distribution.Bucket later = after.buckets().get(i);
      same = earlier.upperBound() == later.upperBound() && earlier.count() <= later.count();
    }
    return same;
  }

  private Optional<String> jvm() {
    List<String> clauses = new ArrayList<>();
    now.value(Look.MEMORY_USED, "heap")
        .map(
            used ->
                "heap "
                    + Units.bytes(used)
                    + now.value(Look.MEMORY_MAX, "heap")
                        .map(most -> " of " + Units.bytes(most))
                        .orElse(""))
        .ifPresent(clauses::add);
    pauses().ifPresent(clauses::add);
    return clauses.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", clauses));
  }

  private Optional<String> pauses() {
    Map<String, Distribution> collectors = now.distributions(Look.GC_PAUSES);
    if (collectors.isEmpty() || !knowsGrowth()) {
      return Optional.empty();
    }
    List<Distribution> grown = new ArrayList<>();
    collectors.forEach(
        (gc, pauses) -> grown.add(since(pauses, earlier.distribution(Look.GC_PAUSES, gc))));
    double sum = grown.stream().mapToDouble(Distribution::sum).sum();
    long count = grown.stream().mapToLong(Distribution::count).sum();
    return Optional.of("GC " + Units.seconds(sum) + " in " + count + " pauses");
  }
}
