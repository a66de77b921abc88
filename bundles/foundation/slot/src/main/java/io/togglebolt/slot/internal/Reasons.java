package io.togglebolt.slot.internal;

/**
 * Turns what a candidate threw into words. The throwable itself is never kept or logged: its class,
 * and the classes on its stack, would keep the candidate's class loader alive.
 */
final class Reasons {
  private static final int FRAMES_MAX = 6;
  private static final int MESSAGE_CHARS_MAX = 500;
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

  /** The innermost frames, for the log. */
  static String where(Throwable thrown) {
    StringBuilder frames = new StringBuilder();
    StackTraceElement[] stack = thrown.getStackTrace();
    for (int i = 0; i < Math.min(stack.length, FRAMES_MAX); i++) {
      frames.append(i == 0 ? "at " : " < ").append(stack[i]);
    }
    return frames.toString();
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
