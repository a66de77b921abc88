package io.togglebolt.itests.simulation.planted;

import io.togglebolt.itests.simulation.planted.Hunt.Finding;
import io.togglebolt.itests.simulation.world.QuietLogs;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Hunts for planted faults, several at the same time, and prints a table: under which seed each was
 * found, how many it took, and which check noticed it.
 */
public final class PlantedMain {
  private static final int BAD_USAGE = 2;
  private static final String ROW = "%-32s %14s %11s  %-22s  %s%n";

  private PlantedMain() {}

  /**
   * Hunts for all faults, or for those that are named.
   *
   * @param words names of faults, as {@link PlantedFault#word} gives them
   * @return 0 when all were found, 1 when one was not, 2 when there is no fault of a name
   */
  @SuppressWarnings("try")
  public static int run(List<String> words, PrintStream out, PrintStream err)
      throws InterruptedException {
    Set<PlantedFault> faults = EnumSet.noneOf(PlantedFault.class);
    for (String word : words) {
      Optional<PlantedFault> fault = PlantedFault.named(word);
      if (fault.isEmpty()) {
        err.println("run: --planted names " + word + "; expected some of " + PlantedFault.words());
        return BAD_USAGE;
      }
      faults.add(fault.get());
    }
    try (QuietLogs quiet = new QuietLogs()) {
      return hunt(faults.isEmpty() ? EnumSet.allOf(PlantedFault.class) : faults, out) ? 0 : 1;
    }
  }

  private static boolean hunt(Set<PlantedFault> faults, PrintStream out)
      throws InterruptedException {
    out.printf(
        Locale.ROOT, ROW, "fault", "found at seed", "seeds tried", "by", "what members do wrong");
    int missed = 0;
    try (ExecutorService hunters =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Callable<Optional<Finding>>> hunts = new ArrayList<>();
      faults.forEach(fault -> hunts.add(() -> Hunt.hunt(fault, 1)));
      List<Future<Optional<Finding>>> results = new ArrayList<>();
      hunts.forEach(each -> results.add(hunters.submit(each)));
      int next = 0;
      for (PlantedFault fault : faults) {
        Optional<Finding> finding = result(results.get(next++));
        print(out, fault, finding);
        missed += finding.isPresent() ? 0 : 1;
      }
    }
    out.println(faults.size() + " planted faults, " + missed + " not found");
    return missed == 0;
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
