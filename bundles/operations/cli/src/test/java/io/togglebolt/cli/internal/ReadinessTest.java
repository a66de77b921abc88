package io.togglebolt.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadinessTest {

  @Test
  void openDatabasesAreNamedWithTheirFiles() {
    assertEquals(
        new Readiness(
            true, "Togglebolt 1.0 ready in 5 ms: database a in x/a.db, database b in b.db"),
        Readiness.of(
            "1.0",
            5,
            List.of(
                new Outcome.Opened("database", "a", Path.of("x/a.db")),
                new Outcome.Opened("database", "b", Path.of("b.db")))));
  }

  @Test
  void oneFailedDatabaseIsEnoughNotToBeReady() {
    assertEquals(
        new Readiness(false, "Togglebolt 1.0 is not ready: database b: b.db is locked"),
        Readiness.of(
            "1.0",
            5,
            List.of(
                new Outcome.Opened("database", "a", Path.of("a.db")),
                new Outcome.Failed("database", "b", "b.db is locked"))));
  }

  @Test
  void aFailedDatabaseIsNamedOnce() {
    assertEquals(
        "database b: page-size is wrong",
        new Outcome.Failed("database", "b", "database b: page-size is wrong").line());
  }

  @Test
  void onlyAFailureForWantOfADatabaseIsExplainedByWhatBefellIt() {
    List<Outcome> outcomes =
        List.of(
            new Outcome.Opened("database", "a", Path.of("a.db")),
            new Outcome.Failed("database", "b", "b.db is locked"));
    assertEquals(
        "database b: b.db is locked",
        Outcome.explain(outcomes, List.of("bolt:stats", "b"), "no database 'b' is open"));
    assertEquals(
        "none is open; configured, but not opened: database b: b.db is locked",
        Outcome.explain(outcomes, List.of("bolt:stats"), "none is open"));
    assertEquals(
        "no log 'b' is open",
        Outcome.explain(outcomes, List.of("wal:status", "b"), "no log 'b' is open"));
    assertEquals(
        "log b: locked",
        Outcome.explain(
            List.of(new Outcome.Failed("log", "b", "locked")),
            List.of("wal:status", "b"),
            "no log 'b' is open"));
    assertEquals(
        "x.db: not a bolt file",
        Outcome.explain(outcomes, List.of("bolt:check", "x.db"), "x.db: not a bolt file"));
  }

  @Test
  void theLastCauseOfATraceIsTheReason() {
    assertEquals(
        "b.db: is locked",
        StackTraces.rootMessage(
            "java.lang.Wrapper: null\n\tat x\nCaused by: a.B: x\n\tat y\n"
                + "Caused by: c.D: b.db: is locked\n\t... 5 more\n"));
    assertEquals("a.B", StackTraces.rootMessage("a.B\n\tat y\n"));
  }
}
