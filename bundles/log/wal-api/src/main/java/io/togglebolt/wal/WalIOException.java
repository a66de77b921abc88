package io.togglebolt.wal;

/** The disk refused while a log was made, opened, read or mended. */
public final class WalIOException extends WalException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public WalIOException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public WalIOException(String message, Throwable cause) {
    super(message, cause);
  }
}
