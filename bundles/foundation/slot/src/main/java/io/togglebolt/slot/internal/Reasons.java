package io.togglebolt.slot.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Turns what a candidate threw into words. The throwable itself is never kept or logged: its class,
 * and the classes on its stack, would keep the candidate's class loader alive.
 */
final class Reasons {
  private static final int FRAMES_MAX = 6;
  private static final int MESSAGE_CHARS_MAX = 500;
  private static final String OWN = "io.togglebolt.";
  private static final String SEPARATOR = ": ";

  private Reasons() {}

  /**
   * One line: what was thrown and its message. An {@link IllegalStateException}, by which owners
   * refuse an answer, says all in its message.
   */
  static String of(Throwable thrown) {
    if (thrown.getClass() == IllegalStateException.class) {
      String message = message(thrown);
      return message.isBlank()
          ? thrown.getClass().getName()
          : message.substring(SEPARATOR.length());
    }
    String said = thrown.getClass().getName() + message(thrown);
    return thrown instanceof LinkageError ? "its classes are gone or do not fit: " + said : said;
  }

  /**
   * Whether the machine failed and not the part: no memory, or worse. A stack that overflows is the
   * part's doing.
   */
  static boolean isTheMachines(Throwable thrown) {
    return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
  }

  /**
   * The innermost frames, for the log. Those of the JDK say nothing about the fault, and those of
   * Togglebolt that called the candidate are the same for all; they are left out, unless the
   * candidate is one of Togglebolt's own.
   */
  static String where(Throwable thrown) {
    List<StackTraceElement> frames =
        Arrays.stream(thrown.getStackTrace()).filter(frame -> !isTheJdks(frame)).toList();
    List<StackTraceElement> foreign =
        frames.stream().filter(frame -> !frame.getClassName().startsWith(OWN)).toList();
    if (!foreign.isEmpty()) {
      frames = frames.subList(0, frames.lastIndexOf(foreign.getLast()) + 1);
    }
    String joined =
        frames.stream()
            .limit(FRAMES_MAX)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    return joined.isEmpty() ? "" : "at " + joined;
  }

  private static boolean isTheJdks(StackTraceElement frame) {
    String module = frame.getModuleName();
    return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
  }

  private static String message(Throwable thrown) {
    String message;
    try {
      message = thrown.getMessage();
    } catch (RuntimeException | Error broken) {
      // The message is the candidate's own code and may fail like the rest of it.
      return " (its message cannot be read)";
    }
    if (message == null) {
      return "";
    }
    return SEPARATOR
        + (message.length() > MESSAGE_CHARS_MAX
            ? message.substring(0, MESSAGE_CHARS_MAX) + "..."
            : message);
  }
}
