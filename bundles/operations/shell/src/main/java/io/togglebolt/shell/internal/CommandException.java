package io.togglebolt.shell.internal;

import org.jspecify.annotations.Nullable;

/**
 * A command could not do what was asked. Its message is the one line that the user sees; Gogo
 * prints an exception with {@link #toString()}, which is therefore that line and nothing else.
 */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With the line; line breaks in it become spaces. */
  CommandException(String message) {
    this(message, null);
  }

  /** With the line and the cause. */
  CommandException(String message, @Nullable Throwable cause) {
    super(message.strip().replaceAll("\\s*\\R\\s*", " "), cause);
  }

  @Override
  public String toString() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
