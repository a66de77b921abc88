package io.togglebolt.itests.simulation;

import io.togglebolt.itests.simulation.planted.PlantedMain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

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
    if (arguments.isEmpty() || arguments.equals(List.of("--help"))) {
      out.print(RunOptions.USAGE);
      return 0;
    }
    if (arguments.getFirst().equals(PLANTED)) {
      return PlantedMain.run(arguments.subList(1, arguments.size()), out, err);
    }
    try {
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
}
