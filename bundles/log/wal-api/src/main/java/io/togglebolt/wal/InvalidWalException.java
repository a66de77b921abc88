package io.togglebolt.wal;

/**
 * There is no log, or it is damaged. The message names the file, the offset, what was expected and
 * what was found.
 */
public final class InvalidWalException extends WalException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public InvalidWalException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public InvalidWalException(String message, Throwable cause) {
    super(message, cause);
  }
}
