package io.togglebolt.itests.benchmarks.metrics;

import io.togglebolt.itests.benchmarks.Suite;
import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.ExperimentSuite;
import io.togglebolt.itests.benchmarks.metrics.side.MetricsSideMain;
import java.util.List;

/** What metrics cost: those who record, those who look, and a database that has them. */
public final class Experiments {
  private static final int USUAL_RUNS = 3;
  private static final int LOADED_KEYS = 50_000;
  private static final List<String> COUNTERS =
      List.of("registry", "relay", "none", "atomic-long", "long-adder");
  private static final List<String> HISTOGRAMS = List.of("registry", "relay", "none", "long-adder");

  private Experiments() {}

  /** The suite of all. */
  public static Suite suite() {
    return new ExperimentSuite(
        "metrics",
        "less is better everywhere; medians of many short turns",
        USUAL_RUNS,
        MetricsSideMain.class,
        all());
  }

  private static List<Experiment> all() {
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
