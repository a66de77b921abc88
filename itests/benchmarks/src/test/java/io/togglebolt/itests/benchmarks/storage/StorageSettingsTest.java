package io.togglebolt.itests.benchmarks.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.benchmarks.UsageException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StorageSettingsTest {
  private static final Path FOLDER = Path.of("here");

  private static StorageSettings parse(String... words) throws UsageException {
    return StorageSettings.parse(List.of(words), FOLDER);
  }

  @Test
  void nothingMeansEverythingFiveTimesWithoutPeers() throws UsageException {
    StorageSettings settings = parse();
    assertEquals(
        Workloads.all().stream().map(Workload::name).toList(),
        settings.workloads().stream().map(Workload::name).toList());
    assertEquals(5, settings.runs());
    assertFalse(settings.peers());
    assertEquals(Optional.empty(), settings.json());
    assertEquals(FOLDER, settings.folder());
  }

  @Test
  void quickMeansOneRunUnlessANumberIsGiven() throws UsageException {
    assertEquals(1, parse("--quick").runs());
    assertEquals(7, parse("--runs", "7", "--quick").runs());
  }

  @Test
  void chosenWorkloadsComeInTheirOwnOrder() throws UsageException {
    List<String> names =
        parse("--only", "open,get-1-view", "--peers").workloads().stream()
            .map(Workload::name)
            .toList();
    assertEquals(List.of("get-1-view", "open"), names);
  }

  @Test
  void everyWorkloadHasANameOfItsOwnAndAllItsSizes() {
    HashSet<String> names = new HashSet<>();
    HashSet<String> titles = new HashSet<>();
    for (Workload workload : Workloads.all()) {
      assertTrue(names.add(workload.name()), workload.name());
      workload.figures().forEach(figure -> assertTrue(titles.add(figure.title()), figure.title()));
      String request = Size.FULL.into(workload.request());
      assertFalse(request.contains("{"), request);
    }
  }
}
