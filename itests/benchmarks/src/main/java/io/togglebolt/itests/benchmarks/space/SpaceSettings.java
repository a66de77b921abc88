package io.togglebolt.itests.benchmarks.space;

import io.togglebolt.itests.benchmarks.OptionWords;
import io.togglebolt.itests.benchmarks.UsageException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What the command line says.
 *
 * @param json where the figures are written as JSON
 * @param runs how often each scenario that measures times is run
 * @param scenarios what is measured, in order
 * @param quick whether sizes are tiny
 * @param folder where the scratch folder is made
 */
record SpaceSettings(
    Optional<Path> json, int runs, List<Scenario> scenarios, boolean quick, Path folder) {

  static SpaceSettings parse(List<String> arguments, Path defaultFolder) throws UsageException {
    boolean quick = false;
    Optional<Path> json = Optional.empty();
    int runs = 1;
    Optional<String> only = Optional.empty();
    Path folder = defaultFolder;
    for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      switch (word) {
        case "--quick" -> quick = true;
        case "--json" -> json = Optional.of(Path.of(OptionWords.value(word, "a file", words)));
        case "--runs" -> runs = OptionWords.runs(OptionWords.value(word, "a number", words));
        case "--only" -> only = Optional.of(OptionWords.value(word, "names of scenarios", words));
        case "--dir" -> folder = Path.of(OptionWords.value(word, "a folder", words));
        default ->
            throw new UsageException(
                "option \""
                    + word
                    + "\" is unknown; expected --json, --runs, --only, --quick or --dir");
      }
    }
    List<Scenario> scenarios = Scenarios.all(quick);
    if (only.isPresent()) {
      scenarios = named(only.get(), scenarios);
    }
    return new SpaceSettings(json, runs, scenarios, quick, folder);
  }

  private static List<Scenario> named(String names, List<Scenario> all) throws UsageException {
    List<String> wanted =
        OptionWords.chosen("scenario", names, all.stream().map(Scenario::name).toList());
    return all.stream().filter(scenario -> wanted.contains(scenario.name())).toList();
  }
}
