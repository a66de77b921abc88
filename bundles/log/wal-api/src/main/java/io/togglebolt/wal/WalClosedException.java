package io.togglebolt.wal;

/** The log is closed. */
public final class WalClosedException extends WalException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public WalClosedException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public WalClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
