package io.togglebolt.storage;

/** A shrink of the same database is going on; it can be waited for, or interrupted. */
public final class ShrinkInProgressException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the database. */
  public ShrinkInProgressException(String message) {
    super(message);
  }
}
