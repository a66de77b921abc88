package io.togglebolt.wal;

/**
 * A write or a sync failed, which is the cause: the log refuses everything until it is opened
 * again.
 */
public final class WalFailedException extends WalException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public WalFailedException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public WalFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
