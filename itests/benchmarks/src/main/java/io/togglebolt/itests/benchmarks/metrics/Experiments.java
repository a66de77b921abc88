package io.togglebolt.itests.benchmarks.metrics;

import java.util.List;

/** All experiments, in the order of the report. */
final class Experiments {
  private static final int LOADED_KEYS = 50_000;
  private static final List<String> COUNTERS =
      List.of("registry", "relay", "none", "atomic-long", "long-adder");
  private static final List<String> HISTOGRAMS = List.of("registry", "relay", "none", "long-adder");

  private Experiments() {}

  static List<Experiment> all() {
    return List.of(
        new InstrumentExperiment("counter", "a counter increment", COUNTERS, 25),
        new InstrumentExperiment("histogram", "a histogram observation", HISTOGRAMS, 60),
        new ScrapeExperiment("scrape-1000", 1_000),
        new ScrapeExperiment("scrape-10000", 10_000),
        new DatabaseExperiment("put-rnd-1000-nosync", "1,000 random keys a commit, no sync", 0),
        new DatabaseExperiment("put-rnd-1-nosync", "a random key a commit, no sync", 0),
        new DatabaseExperiment("txget-1-view", "a read transaction for a single get", LOADED_KEYS),
        new DatabaseExperiment(
            "get-1-view", "a read transaction for 1,000 random gets", LOADED_KEYS));
  }
}
