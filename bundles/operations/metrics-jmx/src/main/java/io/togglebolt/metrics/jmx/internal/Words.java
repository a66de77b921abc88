package io.togglebolt.metrics.jmx.internal;

/**
 * Turns what was thrown into words. It is not handed on itself, since a log that keeps it keeps the
 * classes of the registry or the listener that threw it.
 */
final class Words {
  private Words() {}

  static String of(Throwable thrown) {
    String kind = thrown.getClass().getName();
    try {
      return kind + ": " + thrown.getMessage();
    } catch (RuntimeException | LinkageError broken) {
      // The message is somebody else's code and may fail like the rest of it.
      return kind + " (its message cannot be read)";
    }
  }
}
