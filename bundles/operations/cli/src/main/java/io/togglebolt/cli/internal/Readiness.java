package io.togglebolt.cli.internal;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The one line that says whether the container serves.
 *
 * @param ready whether all that is configured is open
 * @param line the line
 */
record Readiness(boolean ready, String line) {

  /**
   * Judges by what became of databases and logs.
   *
   * @param millis since the process was started
   */
  static Readiness of(String version, long millis, List<Outcome> outcomes) {
    List<Outcome.Failed> failed =
        outcomes.stream()
            .filter(Outcome.Failed.class::isInstance)
            .map(Outcome.Failed.class::cast)
            .toList();
    if (!failed.isEmpty()) {
      String reasons = failed.stream().map(Outcome.Failed::line).collect(Collectors.joining("; "));
      return new Readiness(false, "Togglebolt " + version + " is not ready: " + reasons);
    }
    String open =
        outcomes.stream()
            .filter(Outcome.Opened.class::isInstance)
            .map(Outcome.Opened.class::cast)
            .map(one -> one.kind() + " " + one.name() + " in " + one.path())
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
