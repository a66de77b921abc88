package io.togglebolt.itests.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.simulation.cluster.Fault;
import io.togglebolt.itests.simulation.cluster.Plan;
import io.togglebolt.itests.simulation.cluster.Simulation;
import io.togglebolt.itests.simulation.world.EventLog;
import io.togglebolt.itests.simulation.world.QuietLogs;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fault alone does to a cluster what it is there for, and without it nothing does. */
class FaultsTest {
  private static final int SEEDS = 4;
  private static final int NODES = 3;
  private static final int OPERATIONS = 60;

  private @Nullable QuietLogs quiet;

  @BeforeEach
  void keepQuiet() {
    quiet = new QuietLogs();
  }

  @AfterEach
  void beHeardAgain() {
    Objects.requireNonNull(quiet).close();
  }

  private static SortedMap<String, Long> counts(Set<Fault> faults) {
    Plan.Wishes wishes =
        new Plan.Wishes(Optional.of(NODES), Optional.of(faults), Optional.of(OPERATIONS));
    SortedMap<String, Long> counts = new TreeMap<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Simulation.run(seed, SeedRuns.setup(SeedRuns.clean(), wishes), EventLog.NONE)
          .counts()
          .forEach((what, times) -> counts.merge(what, times, Long::sum));
    }
    return counts;
  }

  @ParameterizedTest
  @CsvSource({
    "DELAY, messages late",
    "DROP, messages dropped",
    "DUPLICATE, messages duplicated",
    "REORDER, messages late",
    "PARTITION, messages cut",
    "ONEWAY, messages cut",
    "CRASH, restarts",
    "POWER, restarts",
    "DISK, processes ended by disks",
    "DRIFT, clocks wrong",
    "JUMP, clocks wrong",
    "MEMBERS, changes applied"
  })
  void eachFaultHasItsEffect(Fault fault, String effect) {
    SortedMap<String, Long> counts = counts(EnumSet.of(fault));
    assertTrue(counts.containsKey("fault " + fault.word()), () -> "it never struck: " + counts);
    assertTrue(counts.containsKey(effect), () -> "it had no effect: " + counts);
  }

  @Test
  void withoutFaultsNothingGoesWrong() {
    Set<String> wrong = new TreeSet<>(counts(EnumSet.noneOf(Fault.class)).keySet());
    wrong.removeIf(
        what ->
            what.endsWith(" answered")
                || what.startsWith("driver ")
                || what.startsWith("reads ")
                || what.equals("snapshots installed"));
    assertEquals(Set.of(), wrong);
  }
}
