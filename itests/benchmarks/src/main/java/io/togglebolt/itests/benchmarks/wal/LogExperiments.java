package io.togglebolt.itests.benchmarks.wal;

import io.togglebolt.itests.benchmarks.Suite;
import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.ExperimentSuite;
import io.togglebolt.itests.benchmarks.wal.side.WalSideMain;
import java.util.List;

/** What the log can do beside the raw device and etcd's own log. */
public final class LogExperiments {
  private static final int USUAL_RUNS = 1;

  private LogExperiments() {}

  /** The suite of all. */
  public static Suite suite() {
    return new ExperimentSuite(
        "wal",
        "medians over blocks of short turns, in which all take part; compared block by block",
        USUAL_RUNS,
        WalSideMain.class,
        all());
  }

  private static List<Experiment> all() {
    return List.of(
        new AppendExperiment("append-256", 256),
        new AppendExperiment("append-4096", 4_096),
        new StreamExperiment("stream-4096", 4_096),
        new AllocationExperiment("allocation"),
        new ReplayExperiment("replay-256", 256),
        new ReplayExperiment("replay-4096", 4_096),
        new SwapExperiment("swaps"));
  }
}
