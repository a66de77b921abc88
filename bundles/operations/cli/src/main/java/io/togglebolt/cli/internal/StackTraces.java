package io.togglebolt.cli.internal;

/** Reads stack traces that were already printed to text. */
final class StackTraces {
  private static final String CAUSE = "Caused by: ";

  private StackTraces() {}

  /** The message of the last cause; its type when it has none. */
  static String rootMessage(String trace) {
    String head =
        trace
            .lines()
            .filter(line -> line.startsWith(CAUSE))
            .reduce((earlier, later) -> later)
            .map(line -> line.substring(CAUSE.length()))
            .orElseGet(() -> trace.lines().findFirst().orElse(trace));
    int end = head.indexOf(": ");
    return end < 0 ? head : head.substring(end + 2);
  }
}
