package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.testkit.SimulatedDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is told when the gauges of one database would hide those of another, and opens that fail. */
class OpenNamesTest {
  private static final Path FIRST = Path.of("/data/first/db");
  private static final Path SECOND = Path.of("/data/second/db");

  private final EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
  private final MetricsRegistry registry = MetricsView.newRegistry();
  private final DatabaseOptions options = DatabaseOptions.defaults().withMetrics(registry);
  private final SlotWarnings warnings = new SlotWarnings(OpenNames.class);

  @AfterEach
  void unlisten() {
    warnings.close();
  }

  private Database open(Path path, DatabaseOptions with) {
    return bed.engine.open(path, with);
  }

  @Test
  void aSecondDatabaseOfANameIsToldOfOnceWithBothFilesAndWhatToDo() {
    try (Database first = open(FIRST, options);
        Database second = open(SECOND, options)) {
      assertEquals(first.name(), second.name());
      List<String> said = warnings.with("");
      assertEquals(1, said.size(), said::toString);
      for (String word : List.of("db: ", "" + FIRST, "" + SECOND, "DatabaseOptions.withName")) {
        assertTrue(said.getFirst().contains(word), said::toString);
      }
    }
  }

  @Test
  void ofDatabasesThatDoNotMeetNothingIsSaid() {
    MetricsRegistry other = MetricsView.newRegistry();
    try (Database first = open(FIRST, options);
        Database named = open(SECOND, options.withName("second"));
        Database elsewhere = open(Path.of("/data/third/db"), options.withMetrics(other));
        Database unseen = open(Path.of("/data/4/db"), options.withMetrics(Metrics.none()));
        Database alike = open(Path.of("/data/5/db"), options.withMetrics(Metrics.none()))) {
      first.compactTo(Path.of("/data/copy/db"));
      assertEquals("second", named.name());
      assertEquals(List.of("db", "db", "db"), names(elsewhere, unseen, alike));
    }
    // The name is free again.
    open(SECOND, options).close();
    assertEquals(List.of(), warnings.with(""));
  }

  private static List<String> names(Database... databases) {
    return List.of(databases).stream().map(Database::name).toList();
  }

  @Test
  void aDatabaseThatCannotBeOpenedLeavesNothingBehind() {
    boolean[] failing = {true};
    AtomicBoolean closed = new AtomicBoolean();
    Engine engine =
        new Engine(
            new SimulatedDisk(),
            bed.clock,
            new Space.Parts(bed.slots, bed.allocators, bed.policies),
            () -> {
              if (failing[0]) {
                throw new OutOfMemoryError("injected: no more threads");
              }
              return new FailingScheduler(closed);
            },
            Releasing.TAKEN_IN,
            Metrics.none());
    DatabaseOptions watched = options.withReaderWarning(60_000);
    assertThrows(OutOfMemoryError.class, () -> engine.open(FIRST, watched));
    assertEquals(List.of(), gauges());
    failing[0] = false;
    assertThrows(IllegalStateException.class, () -> engine.open(FIRST, watched));
    assertTrue(closed.get());
    assertEquals(List.of(), gauges());
    engine.open(FIRST, options.withReaderWarning(0)).close();
    assertEquals(List.of(), warnings.with(""));
    try (SlotWarnings vacancies = new SlotWarnings()) {
      // A slot that was left open would miss its part.
      bed.policies.list().forEach(bed.policies::remove);
      bed.allocators.list().forEach(bed.allocators::remove);
      bed.scheduler.advance(60_000);
      assertEquals(List.of(), vacancies.with(""));
    }
  }

  private List<String> gauges() {
    return new MetricsView(registry, "db")
        .names().stream().filter(name -> name.contains("_pages")).toList();
  }
}
