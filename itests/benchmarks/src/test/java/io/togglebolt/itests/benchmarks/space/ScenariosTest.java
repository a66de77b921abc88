package io.togglebolt.itests.benchmarks.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.benchmarks.UsageException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScenariosTest {
  private static final Path FOLDER = Path.of("here");

  private static SpaceSettings parse(String... words) throws UsageException {
    return SpaceSettings.parse(List.of(words), FOLDER);
  }

  @Test
  void nothingMeansEverythingOnce() throws UsageException {
    SpaceSettings settings = parse();
    assertEquals(1, settings.runs());
    assertEquals(Optional.empty(), settings.json());
    assertEquals(FOLDER, settings.folder());
    assertEquals(
        List.of(
            "fresh-file", "free-before", "staggered", "churn", "isolated", "allocators", "swaps"),
        settings.scenarios().stream().map(Scenario::name).toList());
  }

  @Test
  void chosenScenariosComeInTheirOwnOrder() throws UsageException {
    List<String> names =
        parse("--only", "swaps,churn").scenarios().stream().map(Scenario::name).toList();
    assertEquals(List.of("churn", "swaps"), names);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void contendersHaveNamesOfTheirOwnAndGoalsSpeakOfThem(boolean quick) {
    for (Scenario scenario : Scenarios.all(quick)) {
      Set<String> names = new HashSet<>();
      for (Contender contender : scenario.contenders()) {
        assertTrue(names.add(contender.name()), scenario.name() + ": " + contender.name());
      }
      for (Table table : scenario.tables()) {
        for (Goal goal : table.goals()) {
          String whose = goal.text().substring(0, goal.text().indexOf(':'));
          assertTrue(names.contains(whose), scenario.name() + ": " + goal.text());
        }
      }
    }
  }

  @Test
  void allPartsOfOursAreOnTheClassPath() {
    for (Scenario scenario : Scenarios.all(false)) {
      for (Contender contender : scenario.contenders()) {
        if (contender.program() == Contender.Program.OURS) {
          assertEquals(Optional.empty(), contender.missing());
        }
      }
    }
  }

  @Test
  void aPartThatIsNotThereIsNamed() {
    String reason = Contender.ours("exact", "worst-fit", "lazy").missing().orElseThrow();
    assertTrue(reason.startsWith("found no worst-fit on the class path; expected one of "), reason);
    assertFalse(reason.contains("exact"), reason);
  }
}
