package io.togglebolt.itests.benchmarks;

import io.togglebolt.itests.benchmarks.metrics.Experiments;
import io.togglebolt.itests.benchmarks.raft.RaftExperiments;
import io.togglebolt.itests.benchmarks.space.SpaceSuite;
import io.togglebolt.itests.benchmarks.storage.StorageSuite;
import io.togglebolt.itests.benchmarks.wal.LogExperiments;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** The command line: the name of a suite and its options. */
public final class Main {
  private static final int MEASURED = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;
  private static final List<Suite> SUITES =
      List.of(
          new StorageSuite(),
          new SpaceSuite(),
          Experiments.suite(),
          LogExperiments.suite(),
          RaftExperiments.suite());

  private Main() {}

  /** Runs a suite and ends the JVM. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> arguments, PrintStream out, PrintStream progress) {
    try {
      Suite suite = suite(arguments);
      boolean complete = suite.run(arguments.subList(1, arguments.size()), out, progress);
      return complete ? MEASURED : FAILED;
    } catch (UsageException e) {
      progress.println("benchmarks: " + e.getMessage());
      return WRONG_USAGE;
    } catch (IOException e) {
      progress.println("benchmarks: " + e);
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      progress.println("benchmarks: interrupted");
      return FAILED;
    }
  }

  private static Suite suite(List<String> arguments) throws UsageException {
    String known = SUITES.stream().map(Suite::name).collect(Collectors.joining(", "));
    if (arguments.isEmpty()) {
      throw new UsageException("the name of a suite is missing; expected one of: " + known);
    }
    return SUITES.stream()
        .filter(suite -> suite.name().equals(arguments.getFirst()))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "suite \""
                        + arguments.getFirst()
                        + "\" is unknown; expected one of: "
                        + known));
  }
}
