package io.togglebolt.wal.internal.write;

/** No writer serves. What was to be written waits where it is. */
final class NoWriterException extends Exception {
  private static final long serialVersionUID = 1;

  NoWriterException(String message, Throwable cause) {
    super(message, cause);
  }

  NoWriterException(String message) {
    super(message);
  }
}
