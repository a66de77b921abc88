package io.togglebolt.itests.simulation;

import io.togglebolt.itests.simulation.cluster.Fault;
import io.togglebolt.itests.simulation.cluster.Plan;
import io.togglebolt.itests.simulation.world.ScriptCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param seeds how many seeds
 * @param from the first of them
 * @param threads how many are simulated at the same time, each in a thread of its own
 * @param wishes what the seeds do not decide themselves
 * @param log where the events of the one seed go; empty for nowhere, unless it fails
 */
record RunOptions(long seeds, long from, int threads, Plan.Wishes wishes, Optional<Path> log) {
  static final String USAGE =
      """
      usage: run --seeds N [--from S] [--nodes K] [--faults LIST] [--steps N] [--threads T] [--log FILE]
             run --planted [FAULT...] [--from S] [--log FILE]

        --seeds N      how many seeds to simulate, each a cluster of its own
        --from S       the first seed; 1 unless given, the others follow
        --nodes K      with how many members each cluster begins, 1 to 7; else the seed decides
        --faults LIST  what may go wrong, separated by commas, or all, or none; else the seed decides:
                       %s
        --steps N      how many operations the clients of a cluster ask for; else the seed decides
        --threads T    how many seeds at the same time; as many as there are processors unless given
        --log FILE     write what happens to a file, of one seed
        --planted      hunt for faults that are planted in members, all of them or those named;
                       of one fault --from S simulates that seed alone, and --log FILE writes what
                       happens under the seed that shows it

      A seed that fails is told with the command that repeats it and the file with its events, in
      itests/simulation/target/seeds.
      exit code: 0 when no seed failed and all planted faults were found, 1 when not, 2 for a wrong
      command line or when nothing could be built
      """
          .formatted(Stream.of(Fault.values()).map(Fault::word).collect(Collectors.joining(",")));

  private static final int MOST_STEPS = 100_000;
  private static final int MOST_THREADS = 1_024;

  /** A command line that cannot be understood; the message is one line for whoever typed it. */
  static final class BadOptionException extends Exception {
    private static final long serialVersionUID = 1L;

    BadOptionException(String message) {
      super(message);
    }
  }

  /** Reads a command line. */
  static RunOptions parse(List<String> arguments) throws BadOptionException {
    long seeds = 0;
    long from = 1;
    int threads = Runtime.getRuntime().availableProcessors();
    Optional<Integer> nodes = Optional.empty();
    Optional<Set<Fault>> faults = Optional.empty();
    Optional<Integer> steps = Optional.empty();
    Optional<Path> log = Optional.empty();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String flag = rest.next();
      switch (flag) {
        case "--seeds" -> seeds = number(flag, value(flag, rest), 1, Long.MAX_VALUE);
        case "--from" -> from = number(flag, value(flag, rest), 0, Long.MAX_VALUE);
        case "--threads" -> threads = (int) number(flag, value(flag, rest), 1, MOST_THREADS);
        case "--nodes" ->
            nodes = Optional.of((int) number(flag, value(flag, rest), 1, Plan.MOST_NODES));
        case "--steps" -> steps = Optional.of((int) number(flag, value(flag, rest), 1, MOST_STEPS));
        case "--faults" -> faults = Optional.of(faults(value(flag, rest)));
        case "--log" -> log = Optional.of(Path.of(value(flag, rest)));
        default ->
            throw new BadOptionException(
                "found "
                    + flag
                    + "; expected --seeds, --from, --nodes, --faults, --steps,"
                    + " --threads or --log");
      }
    }
    if (seeds == 0) {
      throw new BadOptionException("--seeds is missing; expected --seeds N");
    }
    if (from > Long.MAX_VALUE - seeds) {
      throw new BadOptionException("--from is " + from + "; there are not " + seeds + " above it");
    }
    if (log.isPresent() && seeds != 1) {
      throw new BadOptionException("--log goes with --seeds 1; found --seeds " + seeds);
    }
    return new RunOptions(seeds, from, threads, new Plan.Wishes(nodes, faults, steps), log);
  }

  static String value(String flag, Iterator<String> rest) throws BadOptionException {
    if (!rest.hasNext()) {
      throw new BadOptionException(flag + " has no value");
    }
    return rest.next();
  }

  static long number(String flag, String value, long least, long most) throws BadOptionException {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Told below, together with those out of range.
    }
    String range = most == Long.MAX_VALUE ? least + " on" : least + " to " + most;
    throw new BadOptionException(flag + " is " + value + "; expected a number from " + range);
  }

  private static Set<Fault> faults(String list) throws BadOptionException {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    if (list.equals("none")) {
      return faults;
    }
    if (list.equals("all")) {
      return EnumSet.allOf(Fault.class);
    }
    for (String word : list.split(",", -1)) {
      faults.add(fault(word));
    }
    return faults;
  }

  private static Fault fault(String word) throws BadOptionException {
    for (Fault fault : Fault.values()) {
      if (fault.word().equals(word)) {
        return fault;
      }
    }
    throw new BadOptionException(
        "--faults names "
            + (word.isEmpty() ? "nothing" : word)
            + "; expected all, none or some of "
            + Stream.of(Fault.values()).map(Fault::word).collect(Collectors.joining(",")));
  }

  /** The command that simulates one of the seeds again, as it was, and writes down what happens. */
  String replay(long seed, @Nullable Path file) {
    List<String> words = new ArrayList<>(List.of("--seeds", "1", "--from", Long.toString(seed)));
    wishes.nodes().ifPresent(nodes -> words.addAll(List.of("--nodes", nodes.toString())));
    wishes
        .faults()
        .ifPresent(
            faults -> {
              String list = faults.stream().map(Fault::word).collect(Collectors.joining(","));
              words.addAll(List.of("--faults", list.isEmpty() ? "none" : list));
            });
    wishes.operations().ifPresent(steps -> words.addAll(List.of("--steps", steps.toString())));
    if (file != null) {
      words.addAll(List.of("--log", file.toString()));
    }
    return ScriptCall.with(words);
  }
}
