package io.togglebolt.itests.benchmarks.metrics;

import io.togglebolt.itests.benchmarks.metrics.side.MetricsSideMain;
import io.togglebolt.itests.benchmarks.process.MeasuredJvm;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where experiments are made.
 *
 * @param scratch the folder for everything
 * @param runs how often an experiment is made, in new JVMs each time
 * @param quick whether sizes and times are tiny
 * @param progress where it is told what goes on
 */
record Laboratory(Path scratch, int runs, boolean quick, PrintStream progress) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** A new measured JVM. */
  SideProcess start(String name) throws IOException {
    Path folder = scratch.resolve(name.replaceAll("[^a-z0-9]+", "-"));
    return new SideProcess(
        name, MeasuredJvm.command(MetricsSideMain.class, folder.toString()), folder, PATIENCE);
  }

  /** Tells that a run of an experiment begins. */
  void tell(String experiment, int run) {
    progress.println("%s: run %d of %d".formatted(experiment, run + 1, runs));
  }

  /** A time or a count, or a tiny one. */
  int sized(int full, int tiny) {
    return quick ? tiny : full;
  }
}
