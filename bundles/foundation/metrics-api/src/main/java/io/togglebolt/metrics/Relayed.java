package io.togglebolt.metrics;

import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that moves from registry to registry. Called under the relay's monitor. */
interface Relayed {

  /** Leaves the registry it is with and registers with another one. */
  void attach(Metrics to);

  /** Leaves the registry it is with for good, and keeps nothing of it. */
  void end();

  /**
   * What a registry gave, or something that records nothing where it refused or failed: a metric
   * that was fine elsewhere must not stop the others from moving.
   */
  static <T> T orNone(Supplier<T> registered, T none) {
    try {
      return registered.get();
    } catch (RuntimeException | LinkageError refused) {
      warn("not counted from now on", refused);
      return none;
    }
  }

  /** Closes what a registry gave. The registry may be half gone, which must not stop anything. */
  static void leave(Runnable closing) {
    try {
      closing.run();
    } catch (RuntimeException | LinkageError failed) {
      warn("a registry of metrics could not be left", failed);
    }
  }

  /** In words: what was thrown is not handed on, since a log that keeps it keeps its classes. */
  private static void warn(String what, Throwable thrown) {
    System.getLogger(MetricsRelay.class.getName())
        .log(Level.WARNING, "{0}: {1}", what, words(thrown));
  }

  private static @Nullable String words(Throwable thrown) {
    String kind = thrown.getClass().getName();
    try {
      return thrown instanceof InvalidMetricException
          ? thrown.getMessage()
          : kind + ": " + thrown.getMessage();
    } catch (RuntimeException | LinkageError broken) {
      // The message is somebody else's code and may fail like the rest of it.
      return kind + " (its message cannot be read)";
    }
  }
}
