package io.togglebolt.itests.benchmarks.storage;

import io.togglebolt.itests.benchmarks.Json;
import io.togglebolt.itests.benchmarks.Machine;
import io.togglebolt.itests.benchmarks.OptionWords;
import io.togglebolt.itests.benchmarks.Suite;
import io.togglebolt.itests.benchmarks.UsageException;
import io.togglebolt.itests.benchmarks.process.Scratch;
import io.togglebolt.itests.benchmarks.process.SideException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our engine beside the real bbolt and, if wanted, other stores of the JVM. */
public final class StorageSuite implements Suite {
  static final String NAME = "storage";

  /** Measures nothing yet. */
  public StorageSuite() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean run(List<String> arguments, PrintStream out, PrintStream progress)
      throws UsageException, IOException, InterruptedException {
    StorageSettings settings = StorageSettings.parse(arguments, Scratch.defaultPlace());
    Optional<Path> json = settings.json();
    if (json.isPresent()) {
      OptionWords.requireWritable(json.get());
    }
    try (Scratch scratch = Scratch.in(settings.folder(), progress)) {
      return measure(settings, scratch.folder(), out, progress);
    } catch (SideException e) {
      progress.println("benchmarks: " + e.getMessage());
      return false;
    }
  }

  private static boolean measure(
      StorageSettings settings, Path scratch, PrintStream out, PrintStream progress)
      throws IOException, InterruptedException {
    Size size = settings.quick() ? Size.QUICK : Size.FULL;
    List<Side> sides = Sides.present(settings.peers());
    Comparison comparison = new Comparison(sides, size, settings.runs(), scratch);
    Workload any = settings.workloads().getFirst();
    Machine machine = Machine.of(scratch);
    Map<String, Map<String, String>> introductions = comparison.introductions(any);
    Preamble.print(out, machine, settings, size, introductions);
    if (settings.workloads().stream().anyMatch(workload -> workload.kind().needsLoad())) {
      progress.println("loading " + size.keys() + " keys on each side");
      comparison.load(any);
    }
    List<String> others = sides.stream().skip(1).map(Side::name).toList();
    TextReport text = new TextReport(out, others, settings.workloads());
    JsonReport json = new JsonReport(machine, settings, size, introductions);
    text.header();
    boolean complete = true;
    Map<String, Double> earlier = new HashMap<>();
    for (Workload workload : settings.workloads()) {
      try {
        for (Row row : comparison.measure(workload)) {
          Map<Target, Boolean> verdicts = row.verdicts(earlier);
          text.row(row, verdicts);
          json.row(workload, size, row, verdicts);
          row.median(Side.OURS).ifPresent(ours -> earlier.put(row.figure().title(), ours));
        }
      } catch (SideException e) {
        text.failure(workload, String.valueOf(e.getMessage()));
        json.failure(workload, String.valueOf(e.getMessage()));
        complete = false;
      }
    }
    if (settings.json().isPresent()) {
      Files.writeString(settings.json().get(), Json.of(json.toJson()));
    }
    return complete;
  }
}
