package io.togglebolt.wal;

/** Something that a log could not do. */
public abstract class WalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  protected WalException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  protected WalException(String message, Throwable cause) {
    super(message, cause);
  }
}
