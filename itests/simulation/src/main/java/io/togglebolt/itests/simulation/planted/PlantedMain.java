package io.togglebolt.itests.simulation.planted;

import io.togglebolt.itests.simulation.planted.Hunt.Finding;
import io.togglebolt.itests.simulation.world.QuietLogs;
import io.togglebolt.itests.simulation.world.ScriptCall;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hunts for planted faults, several at the same time, and prints a table: under which seed each was
 * found, how many it took, and which check noticed it.
 */
public final class PlantedMain {
  /** How long nothing is printed at the most. */
  private static final long SIGN_SECONDS = 5;

  private static final String ROW = "%-32s %14s %11s  %-22s  %s%n";

  private PlantedMain() {}

  /**
   * Hunts for faults.
   *
   * @param scratch where a call that repeats a finding has its events go
   * @param progress is told every few seconds how many seeds were tried
   * @return those that were found
   */
  @SuppressWarnings("try")
  public static List<Finding> hunt(
      Set<PlantedFault> faults, Path scratch, PrintStream out, PrintStream progress)
      throws InterruptedException {
    out.printf(
        Locale.ROOT, ROW, "fault", "found at seed", "seeds tried", "by", "what members do wrong");
    List<Finding> findings = new ArrayList<>();
    AtomicLong seeds = new AtomicLong();
    try (QuietLogs quiet = new QuietLogs();
        ExecutorService hunters =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<Optional<Finding>>> results = new ArrayList<>();
      for (PlantedFault fault : faults) {
        results.add(hunters.submit(() -> Hunt.hunt(fault, 1, seeds::incrementAndGet)));
      }
      int next = 0;
      for (PlantedFault fault : faults) {
        Future<Optional<Finding>> result = results.get(next);
        await(result, () -> say(progress, fault, results, seeds.get()));
        next++;
        Optional<Finding> finding = result(result);
        print(out, fault, finding);
        finding.ifPresent(found -> out.println("  replay: " + replay(found, scratch)));
        finding.ifPresent(findings::add);
      }
    }
    out.println(
        faults.size() + " planted faults, " + (faults.size() - findings.size()) + " not found");
    return findings;
  }

  /** Where the events of a seed that shows a fault go when nobody says where. */
  public static Path log(Path scratch, PlantedFault fault, long seed) {
    return scratch.resolve("planted-" + fault.word() + "-" + seed + ".log");
  }

  /**
   * The call that simulates the seed again, with the fault planted, and writes down what happens.
   */
  private static String replay(Finding found, Path scratch) {
    return ScriptCall.with(
        List.of(
            "--planted",
            found.fault().word(),
            "--from",
            Long.toString(found.seed()),
            "--log",
            log(scratch, found.fault(), found.seed()).toString()));
  }

  private static void say(
      PrintStream progress, PlantedFault fault, List<Future<Optional<Finding>>> all, long seeds) {
    long done = all.stream().filter(Future::isDone).count();
    progress.printf(
        Locale.ROOT,
        "%d of %d hunts done, %d seeds tried without a finding, waiting for %s%n",
        done,
        all.size(),
        seeds,
        fault.word());
  }

  private static void await(Future<?> hunt, Runnable sign) throws InterruptedException {
    while (!hunt.isDone()) {
      try {
        hunt.get(SIGN_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException notYet) {
        sign.run();
      } catch (ExecutionException broken) {
        // It is done; what broke it is told by whoever takes the result.
        return;
      }
    }
  }

  private static Optional<Finding> result(Future<Optional<Finding>> hunt)
      throws InterruptedException {
    try {
      return hunt.get();
    } catch (ExecutionException broken) {
      throw new IllegalStateException("a hunt was not finished", broken.getCause());
    }
  }

  private static void print(PrintStream out, PlantedFault fault, Optional<Finding> finding) {
    String seed = finding.map(found -> Long.toString(found.seed())).orElse("not found");
    int tried = finding.map(Finding::seedsTried).orElse(fault.mostSeeds());
    String check = finding.map(Finding::check).orElse("-");
    out.printf(
        Locale.ROOT,
        ROW,
        fault.word(),
        seed,
        tried + "/" + fault.mostSeeds(),
        check,
        fault.sentence());
  }
}
