package io.togglebolt.itests.simulation;

import io.togglebolt.itests.simulation.RunOptions.BadOptionException;
import io.togglebolt.itests.simulation.planted.PlantedFault;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked for behind {@code --planted}.
 *
 * @param faults which faults to hunt for
 * @param from the one seed to simulate; empty to hunt from the first one on
 * @param log where the events of the seed that shows the one fault go
 */
record PlantedOptions(Set<PlantedFault> faults, Optional<Long> from, Optional<Path> log) {

  /** Reads what stands behind {@code --planted}. */
  static PlantedOptions parse(List<String> arguments) throws BadOptionException {
    Set<PlantedFault> faults = EnumSet.noneOf(PlantedFault.class);
    Optional<Long> from = Optional.empty();
    Optional<Path> log = Optional.empty();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--from" ->
            from =
                Optional.of(
                    RunOptions.number(word, RunOptions.value(word, rest), 0, Long.MAX_VALUE));
        case "--log" -> log = Optional.of(Path.of(RunOptions.value(word, rest)));
        default -> faults.add(fault(word));
      }
    }
    if (faults.size() != 1 && (from.isPresent() || log.isPresent())) {
      throw new BadOptionException(
          "--planted with --from or --log goes with one fault; found " + faults.size());
    }
    return new PlantedOptions(
        faults.isEmpty() ? EnumSet.allOf(PlantedFault.class) : faults, from, log);
  }

  private static PlantedFault fault(String word) throws BadOptionException {
    if (word.startsWith("-")) {
      throw new BadOptionException(
          word + " does not go with --planted; expected names of faults, --from or --log");
    }
    return PlantedFault.named(word)
        .orElseThrow(
            () ->
                new BadOptionException(
                    "--planted names " + word + "; expected some of " + PlantedFault.words()));
  }
}
