package io.togglebolt.itests.benchmarks.raft;

import io.togglebolt.itests.benchmarks.Suite;
import io.togglebolt.itests.benchmarks.experiment.ExperimentSuite;
import io.togglebolt.itests.benchmarks.raft.side.RaftSideMain;
import java.util.List;

/** What a cluster of three commits in one thread, beside etcd's own Raft. */
public final class RaftExperiments {
  private static final int USUAL_RUNS = 3;

  private RaftExperiments() {}

  /** The suite of all. */
  public static Suite suite() {
    return new ExperimentSuite(
        "raft",
        "medians over blocks of short turns, in which all take part",
        USUAL_RUNS,
        RaftSideMain.class,
        List.of(
            new CommitExperiment("commit-16", 16),
            new CommitExperiment("commit-256", 256),
            new GrowthExperiment("growth")));
  }
}
