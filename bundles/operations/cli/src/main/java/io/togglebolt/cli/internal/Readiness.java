package io.togglebolt.cli.internal;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The one line that says whether the container serves.
 *
 * @param ready whether every configured database is open
 * @param line the line
 */
record Readiness(boolean ready, String line) {

  /**
   * Judges by the databases.
   *
   * @param millis since the process was started
   */
  static Readiness of(String version, long millis, List<Outcome> databases) {
    List<Outcome.Failed> failed =
        databases.stream()
            .filter(Outcome.Failed.class::isInstance)
            .map(Outcome.Failed.class::cast)
            .toList();
    if (!failed.isEmpty()) {
      String reasons = failed.stream().map(Outcome.Failed::line).collect(Collectors.joining("; "));
      return new Readiness(false, "Togglebolt " + version + " is not ready: " + reasons);
    }
    String open =
        databases.stream()
            .filter(Outcome.Opened.class::isInstance)
            .map(Outcome.Opened.class::cast)
            .map(database -> "database " + database.name() + " in " + database.path())
            .collect(Collectors.joining(", "));
    return new Readiness(
        true,
        "Togglebolt "
            + version
            + " ready in "
            + millis
            + " ms: "
            + (open.isEmpty() ? "no database is configured" : open));
  }
}
