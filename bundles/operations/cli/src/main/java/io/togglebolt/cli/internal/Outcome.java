package io.togglebolt.cli.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What became of a configured database. */
sealed interface Outcome {
  /** The configured name. */
  String name();

  /**
   * A command that failed for want of a database is explained by what befell that database.
   *
   * @param words the command and its arguments
   * @param failure what the command said
   */
  static String explain(List<Outcome> outcomes, List<String> words, String failure) {
    List<Failed> failed =
        outcomes.stream().filter(Failed.class::isInstance).map(Failed.class::cast).toList();
    for (Failed database : failed) {
      if (words.subList(1, words.size()).contains(database.name())) {
        return database.line();
      }
    }
    return failed.isEmpty() || !failure.contains("none is open")
        ? failure
        : failure
            + "; configured, but not opened: "
            + failed.stream().map(Failed::line).collect(Collectors.joining("; "));
  }

  /** It is open. */
  record Opened(String name, Path path) implements Outcome {}

  /** It is not, for this reason. */
  record Failed(String name, String reason) implements Outcome {
    /** The database and the reason, which may name it already. */
    String line() {
      String named = "database " + name + ": ";
      return reason.startsWith(named) ? reason : named + reason;
    }
  }
}
