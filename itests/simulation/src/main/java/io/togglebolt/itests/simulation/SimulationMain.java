package io.togglebolt.itests.simulation;

import io.togglebolt.itests.simulation.planted.Hunt.Finding;
import io.togglebolt.itests.simulation.planted.PlantedFault;
import io.togglebolt.itests.simulation.planted.PlantedMain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code itests/simulation/run} starts. */
public final class SimulationMain {
  /** Where event logs of seeds that failed go, unless the system property says otherwise. */
  private static final String SCRATCH = "togglebolt.simulation.scratch";

  private static final String PLANTED = "--planted";
  private static final int BAD_USAGE = 2;

  private SimulationMain() {}

  /** Exits with 0 when no seed failed, with 1 when one did, with 2 for a bad command line. */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** The same, and returns. */
  static int run(List<String> arguments, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (arguments.isEmpty() || arguments.contains("--help")) {
      out.print(RunOptions.USAGE);
      return 0;
    }
    try {
      if (arguments.contains(PLANTED)) {
        List<String> rest = new ArrayList<>(arguments);
        rest.remove(PLANTED);
        return planted(PlantedOptions.parse(rest), out, err);
      }
      RunOptions options = RunOptions.parse(arguments);
      Path scratch = Path.of(System.getProperty(SCRATCH, "target"));
      SeedRuns runs = new SeedRuns(options, scratch, SeedRuns.clean(), out);
      runs.requireWritable();
      return runs.run() == 0 ? 0 : 1;
    } catch (IOException refused) {
      err.println("run: what happens cannot be written down: " + refused);
      return BAD_USAGE;
    } catch (RunOptions.BadOptionException bad) {
      err.println("run: " + bad.getMessage());
      return BAD_USAGE;
    }
  }

  /** Exits with 0 when all faults were found, with 1 when one was not. */
  private static int planted(PlantedOptions options, PrintStream out, PrintStream err)
      throws InterruptedException {
    Path scratch = Path.of(System.getProperty(SCRATCH, "target"));
    if (options.from().isPresent()) {
      PlantedFault fault = options.faults().iterator().next();
      long seed = options.from().get();
      return show(fault, seed, options.log().orElse(PlantedMain.log(scratch, fault, seed)), out)
          ? 0
          : 1;
    }
    List<Finding> findings = PlantedMain.hunt(options.faults(), scratch, out, err);
    if (options.log().isPresent() && !findings.isEmpty()) {
      show(findings.getFirst().fault(), findings.getFirst().seed(), options.log().get(), out);
    }
    return findings.size() == options.faults().size() ? 0 : 1;
  }

  /** Simulates one seed with a fault planted and writes down what happens; true when it fails. */
  private static boolean show(PlantedFault fault, long seed, Path log, PrintStream out)
      throws InterruptedException {
    RunOptions options = new RunOptions(1, seed, 1, fault.wishes(), Optional.of(log));
    SeedRuns.Members members = new SeedRuns.Members(fault.factory(), fault.plants());
    return new SeedRuns(options, log, members, out).run() > 0;
  }
}
