package io.togglebolt.storage.engine.internal;

/**
 * Turns what others' code threw into words. The throwable is never kept: its class, and the classes
 * on its stack, would keep the part's class loader alive.
 */
final class Reason {
  private static final int MESSAGE_CHARS_MAX = 300;

  private Reason() {}

  /** One line: what was thrown and its message, or the message alone where the check threw it. */
  static String of(Throwable thrown) {
    String message;
    try {
      message = thrown.getMessage();
    } catch (RuntimeException | Error broken) {
      // The message is that code's own and may fail like the rest of it.
      message = "its message cannot be read";
    }
    String name = thrown.getClass().getName();
    if (message == null) {
      return name;
    }
    return name
        + ": "
        + (message.length() > MESSAGE_CHARS_MAX
            ? message.substring(0, MESSAGE_CHARS_MAX) + "..."
            : message);
  }
}
