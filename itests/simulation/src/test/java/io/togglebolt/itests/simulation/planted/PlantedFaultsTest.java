package io.togglebolt.itests.simulation.planted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.simulation.world.QuietLogs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The simulation finds each planted fault within as many seeds as the fault says. Every build hunts
 * for those that are found soon; {@code -Dtogglebolt.planted=all} for all of them.
 */
class PlantedFaultsTest {
  private static final int FEW_SEEDS = 20;

  private @Nullable QuietLogs quiet;

  @BeforeEach
  void keepQuiet() {
    quiet = new QuietLogs();
  }

  @AfterEach
  void beHeardAgain() {
    Objects.requireNonNull(quiet).close();
  }

  @TestFactory
  Stream<DynamicTest> eachIsFound() {
    boolean all = System.getProperty("togglebolt.planted", "").equals("all");
    return Stream.of(PlantedFault.values())
        .filter(fault -> all || fault.mostSeeds() <= FEW_SEEDS)
        .map(fault -> DynamicTest.dynamicTest(fault.word(), () -> assertFound(fault)));
  }

  private static void assertFound(PlantedFault fault) {
    assertTrue(
        Hunt.hunt(fault, 1).isPresent(),
        () -> fault.mostSeeds() + " seeds did not find: " + fault.sentence());
  }

  @Test
  void everyBuildHuntsForManyOfThem() {
    long few =
        Stream.of(PlantedFault.values()).filter(each -> each.mostSeeds() <= FEW_SEEDS).count();
    assertTrue(few >= 10, "faults that are found at once: " + few);
  }

  @Test
  void aTableSaysWhichCheckFoundAFault() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    assertEquals(0, PlantedMain.run(List.of("applied-twice"), out, out));
    String table = printed.toString(StandardCharsets.UTF_8);
    assertTrue(table.contains("applied-twice"), table);
    assertTrue(table.contains("state machine safety"), table);
    assertTrue(table.contains("1 planted faults, 0 not found"), table);
  }

  @Test
  void aNameThatIsNoFaultIsRefused() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(printed, true, StandardCharsets.UTF_8);
    assertEquals(2, PlantedMain.run(List.of("rust"), System.out, err));
    assertTrue(
        printed
            .toString(StandardCharsets.UTF_8)
            .startsWith("run: --planted names rust; expected some of no-sync, "));
  }
}
