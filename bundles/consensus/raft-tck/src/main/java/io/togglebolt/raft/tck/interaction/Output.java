package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.tck.TranscriptException;
import java.lang.System.Logger.Level;
import java.util.Arrays;

/** What a directive prints: its own lines and those that members log meanwhile. One session's. */
final class Output implements RaftLogger {
  /** From which level on lines are printed. At the last nothing is, not even a directive's own. */
  enum Threshold {
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL,
    NONE
  }

  private StringBuilder text = new StringBuilder();
  private Threshold threshold = Threshold.DEBUG;

  /** Forgets all lines. */
  void reset() {
    text = new StringBuilder();
  }

  Threshold threshold() {
    return threshold;
  }

  void threshold(Threshold value) {
    threshold = value;
  }

  /**
   * The threshold of a name, in letters of either case.
   *
   * @throws TranscriptException when there is none
   */
  static Threshold thresholdNamed(String name) {
    return Arrays.stream(Threshold.values())
        .filter(value -> value.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TranscriptException(
                    "log levels must be either of ["
                        + String.join(
                            " ", Arrays.stream(Threshold.values()).map(Enum::name).toList())
                        + "]"));
  }

  /** Adds text. */
  void print(String more) {
    if (threshold != Threshold.NONE) {
      text.append(more);
    }
  }

  /** Adds a line. */
  void println(String line) {
    print(line + "\n");
  }

  /** Adds what must be seen at any threshold. */
  void printAlways(String more) {
    text.append(more);
  }

  /** Lets something print two columns further in. */
  void indented(Runnable work) {
    StringBuilder outer = text;
    text = new StringBuilder();
    try {
      work.run();
    } finally {
      StringBuilder inner = text;
      text = outer;
      inner.toString().lines().forEach(line -> text.append("  ").append(line).append('\n'));
    }
  }

  /** All that was printed. */
  String text() {
    return text.isEmpty() ? "ok" : text.toString();
  }

  @Override
  public boolean isLoggable(Level level) {
    return threshold.compareTo(thresholdOf(level)) <= 0;
  }

  @Override
  public void log(Level level, String line) {
    if (isLoggable(level)) {
      println(thresholdOf(level) + " " + line);
    }
  }

  private static Threshold thresholdOf(Level level) {
    return switch (level) {
      case ALL, TRACE, DEBUG -> Threshold.DEBUG;
      case INFO -> Threshold.INFO;
      case WARNING -> Threshold.WARN;
      case ERROR -> Threshold.ERROR;
      case OFF -> Threshold.NONE;
    };
  }
}
