package io.togglebolt.itests.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.simulation.cluster.Fault;
import io.togglebolt.itests.simulation.cluster.Plan;
import io.togglebolt.itests.simulation.cluster.Simulation;
import io.togglebolt.itests.simulation.world.EventLog;
import io.togglebolt.itests.simulation.world.QuietLogs;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A seed decides about everything. */
class SameSeedTest {
  private @Nullable QuietLogs quiet;

  @BeforeEach
  void keepQuiet() {
    quiet = new QuietLogs();
  }

  @AfterEach
  void beHeardAgain() {
    Objects.requireNonNull(quiet).close();
  }

  private static final class Lines implements EventLog {
    private final List<String> all = new ArrayList<>();

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public void line(String line) {
      all.add(line);
    }
  }

  private static List<String> events(long seed) {
    Lines lines = new Lines();
    Plan.Wishes wishes =
        new Plan.Wishes(
            Optional.empty(), Optional.of(EnumSet.allOf(Fault.class)), Optional.empty());
    Simulation.run(seed, SeedRuns.setup(SeedRuns.clean(), wishes), lines);
    return lines.all;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theSameSeedGivesTheSameEvents(long seed) {
    List<String> first = events(seed);
    assertTrue(first.size() > 500, () -> "only " + first.size() + " events were told of");
    assertEquals(first, events(seed), () -> "seed " + seed);
  }

  @Test
  void anotherSeedGivesOtherEvents() {
    assertNotEquals(events(7), events(8));
  }

  @Test
  void whetherEventsAreToldOfChangesNothing() {
    Simulation.Setup setup = SeedRuns.setup(SeedRuns.clean(), Plan.Wishes.NONE);
    assertEquals(
        Simulation.run(9, setup, EventLog.NONE), Simulation.run(9, setup, new Lines()), "seed 9");
  }
}
