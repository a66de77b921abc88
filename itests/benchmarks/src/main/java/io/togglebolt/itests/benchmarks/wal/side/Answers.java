package io.togglebolt.itests.benchmarks.wal.side;

import java.util.LinkedHashMap;
import java.util.Map;

/** What all who save answer with. */
final class Answers {

  private Answers() {}

  /**
   * What came of a turn.
   *
   * @param latencies of each save
   * @param bytes how many bytes were made durable
   * @param syncs how often the disk was asked to
   * @param nanos how long the turn took
   */
  static Map<String, Long> saves(Latencies latencies, long bytes, long syncs, long nanos) {
    Map<String, Long> answer = new LinkedHashMap<>();
    answer.put("saves", latencies.count());
    answer.put("bytes", bytes);
    answer.put("syncs", syncs);
    answer.put("nanos", nanos);
    answer.put("p50", latencies.percentile(50));
    answer.put("p99", latencies.percentile(99));
    return answer;
  }
}
