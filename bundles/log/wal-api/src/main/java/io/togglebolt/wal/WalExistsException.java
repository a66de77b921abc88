package io.togglebolt.wal;

/** A log was to be made where there is something already. */
public final class WalExistsException extends WalException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public WalExistsException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public WalExistsException(String message, Throwable cause) {
    super(message, cause);
  }
}
