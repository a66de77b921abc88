package io.togglebolt.cli.internal;

import java.nio.file.Path;

/** What became of a configured database. */
sealed interface Outcome {
  /** The configured name. */
  String name();

  /** It is open. */
  record Opened(String name, Path path) implements Outcome {}

  /** It is not, for this reason. */
  record Failed(String name, String reason) implements Outcome {}
}
