package io.togglebolt.cli.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What became of a database or a log that is configured. */
sealed interface Outcome {
  /** How the commands for logs begin; the others are for databases. */
  String LOGS = "wal:";

  /** What it is, as people call it. */
  String kind();

  /** The configured name. */
  String name();

  /**
   * A command that failed for want of a database, or a log, is explained by what befell that one.
   *
   * @param words the command and its arguments
   * @param failure what the command said
   */
  static String explain(List<Outcome> outcomes, List<String> words, String failure) {
    String meant = words.getFirst().startsWith(LOGS) ? "log" : "database";
    List<Failed> failed =
        outcomes.stream()
            .filter(Failed.class::isInstance)
            .map(Failed.class::cast)
            .filter(one -> one.kind().equals(meant))
            .toList();
    for (Failed one : failed) {
      if (words.subList(1, words.size()).contains(one.name())) {
        return one.line();
      }
    }
    return failed.isEmpty() || !failure.contains("none is open")
        ? failure
        : failure
            + "; configured, but not opened: "
            + failed.stream().map(Failed::line).collect(Collectors.joining("; "));
  }

  /** It is open. */
  record Opened(String kind, String name, Path path) implements Outcome {}

  /** It is not, for this reason. */
  record Failed(String kind, String name, String reason) implements Outcome {
    /** What it is and the reason, which may name it already. */
    String line() {
      String named = kind + " " + name + ": ";
      return reason.startsWith(named) ? reason : named + reason;
    }
  }
}
