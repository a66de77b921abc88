package io.togglebolt.wal;

/** A log was to be opened at a mark that it does not hold. */
public final class SnapshotMarkNotFoundException extends WalException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public SnapshotMarkNotFoundException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public SnapshotMarkNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
