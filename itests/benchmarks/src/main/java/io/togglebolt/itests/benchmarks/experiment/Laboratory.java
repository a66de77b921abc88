package io.togglebolt.itests.benchmarks.experiment;

import io.togglebolt.itests.benchmarks.process.MeasuredJvm;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Where experiments are made.
 *
 * @param main the measured JVM's main class; it is told the folder that it works in
 * @param scratch the folder for everything
 * @param runs how often an experiment is made, in new JVMs each time
 * @param quick whether sizes and times are tiny
 * @param progress where it is told what goes on
 */
public record Laboratory(
    Class<?> main, Path scratch, int runs, boolean quick, PrintStream progress) {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** A new measured JVM. */
  public SideProcess start(String name) throws IOException {
    return start(name, folder -> MeasuredJvm.command(main, folder.toString()));
  }

  /** A new process whose command line follows from the folder that it works in. */
  public SideProcess start(String name, Function<Path, List<String>> command) throws IOException {
    Path folder = scratch.resolve(name.replaceAll("[^a-z0-9]+", "-"));
    return new SideProcess(name, command.apply(folder), folder, PATIENCE);
  }

  /** Tells that a run of an experiment begins. */
  public void tell(String experiment, int run) {
    progress.println("%s: run %d of %d".formatted(experiment, run + 1, runs));
  }

  /** A time or a count, or a tiny one. */
  public int sized(int full, int tiny) {
    return quick ? tiny : full;
  }
}
