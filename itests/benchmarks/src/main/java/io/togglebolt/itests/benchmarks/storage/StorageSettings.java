package io.togglebolt.itests.benchmarks.storage;

import io.togglebolt.itests.benchmarks.OptionWords;
import io.togglebolt.itests.benchmarks.UsageException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param peers whether the other Java stores take part
 * @param json where the figures are written as JSON
 * @param runs how often each workload is measured on each side
 * @param workloads what is measured, in order
 * @param quick whether sizes are tiny
 * @param folder where the scratch folder is made
 */
record StorageSettings(
    boolean peers,
    Optional<Path> json,
    int runs,
    List<Workload> workloads,
    boolean quick,
    Path folder) {
  static final int DEFAULT_RUNS = 5;

  static StorageSettings parse(List<String> arguments, Path defaultFolder) throws UsageException {
    boolean peers = false;
    boolean quick = false;
    Optional<Path> json = Optional.empty();
    Optional<Integer> runs = Optional.empty();
    List<Workload> workloads = Workloads.all();
    Path folder = defaultFolder;
    for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--peers" -> peers = true;
        case "--quick" -> quick = true;
        case "--json" -> json = Optional.of(Path.of(OptionWords.value(word, "a file", words)));
        case "--runs" ->
            runs = Optional.of(OptionWords.runs(OptionWords.value(word, "a number", words)));
        case "--only" -> workloads = named(OptionWords.value(word, "names of workloads", words));
        case "--dir" -> folder = Path.of(OptionWords.value(word, "a folder", words));
        default ->
            throw new UsageException(
                "option \""
                    + word
                    + "\" is unknown; expected --peers, --json, --runs, --only, --quick or --dir");
      }
    }
    return new StorageSettings(
        peers, json, runs.orElse(quick ? 1 : DEFAULT_RUNS), workloads, quick, folder);
  }

  private static List<Workload> named(String names) throws UsageException {
    List<Workload> all = Workloads.all();
    List<String> wanted =
        OptionWords.chosen("workload", names, all.stream().map(Workload::name).toList());
    return all.stream().filter(workload -> wanted.contains(workload.name())).toList();
  }
}
