package io.togglebolt.wal;

/** No writer was there in time. Nothing of what was to be saved is in the log. */
public final class WalVacantException extends WalException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public WalVacantException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public WalVacantException(String message, Throwable cause) {
    super(message, cause);
  }
}
