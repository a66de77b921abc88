package io.togglebolt.itests.benchmarks.space;

import io.togglebolt.itests.benchmarks.SuiteOptions;
import io.togglebolt.itests.benchmarks.UsageException;
import java.nio.file.Path;
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
    SuiteOptions options = SuiteOptions.parse(arguments, "scenarios", 1, defaultFolder);
    return new SpaceSettings(
        options.json(),
        options.runs(),
        options.chosen("scenario", Scenarios.all(options.quick()), Scenario::name),
        options.quick(),
        options.folder());
  }
}
