package io.togglebolt.itests.benchmarks.storage;

import io.togglebolt.itests.benchmarks.Json;
import io.togglebolt.itests.benchmarks.Machine;
import io.togglebolt.itests.benchmarks.Suite;
import io.togglebolt.itests.benchmarks.UsageException;
import io.togglebolt.itests.benchmarks.side.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our engine beside the real bbolt and, if wanted, other stores of the JVM. */
public final class StorageSuite implements Suite {
  static final String NAME = "storage";
  private static final String SCRATCH = "togglebolt.benchmarks.scratch";

  /** Measures nothing yet. */
  public StorageSuite() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean run(List<String> arguments, PrintStream out, PrintStream progress)
      throws UsageException, IOException, InterruptedException {
    Path target = Path.of(System.getProperty(SCRATCH, System.getProperty("java.io.tmpdir")));
    StorageSettings settings = StorageSettings.parse(arguments, target);
    Optional<Path> json = settings.json();
    if (json.isPresent()) {
      requireWritable(json.get());
    }
    Path scratch = scratch(settings.folder());
    Thread cleaning = new Thread(() -> abandon(scratch, progress), "cleaning");
    Runtime.getRuntime().addShutdownHook(cleaning);
    try {
      return measure(settings, scratch, out, progress);
    } catch (SideException e) {
      progress.println("benchmarks: " + e.getMessage());
      return false;
    } finally {
      delete(scratch, progress);
      Runtime.getRuntime().removeShutdownHook(cleaning);
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

  /** Known before the first run, rather than after an hour. */
  private static void requireWritable(Path file) throws UsageException {
    try {
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw new UsageException("option --json has \"" + file + "\", which cannot be written: " + e);
    }
  }

  private static Path scratch(Path folder) throws UsageException {
    try {
      return Files.createTempDirectory(folder.toAbsolutePath(), "scratch");
    } catch (IOException e) {
      throw new UsageException("folder \"" + folder + "\" cannot hold the scratch folder: " + e);
    }
  }

  /** When the JVM is told to end in the middle: the sides would go on writing while we delete. */
  private static void abandon(Path scratch, PrintStream progress) {
    List<ProcessHandle> sides = ProcessHandle.current().children().toList();
    sides.forEach(ProcessHandle::destroyForcibly);
    sides.forEach(side -> side.onExit().join());
    delete(scratch, progress);
  }

  private static void delete(Path scratch, PrintStream progress) {
    try {
      Folders.delete(scratch);
    } catch (IOException e) {
      progress.println("benchmarks: " + scratch + " could not be removed: " + e);
    }
  }
}
