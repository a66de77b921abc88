package io.togglebolt.itests.benchmarks.storage;

import java.util.Map;

/**
 * One figure of a workload: one row of the table.
 *
 * @param title how it is called
 * @param unit what it counts
 * @param from how it follows from what a run answers
 * @param targets what it should reach
 */
record Figure(String title, Unit unit, Formula from, java.util.List<Target> targets) {

  /** How a figure follows from the numbers that a run answers with. */
  @FunctionalInterface
  interface Formula {
    double of(Map<String, Long> answer);
  }

  static final Formula RATE = answer -> answer.get("operations") * 1e9 / answer.get("nanos");
  static final Formula MILLIS_EACH = answer -> answer.get("nanos") / 1e6 / answer.get("operations");
  static final Formula BYTES_EACH =
      answer -> answer.get("bytes") / (double) answer.get("operations");

  /** One of the numbers as it is. */
  static Formula plain(String name) {
    return answer -> answer.get(name);
  }
}
