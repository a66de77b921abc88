package io.togglebolt.storage;

/** The database was closed. */
public final class DatabaseClosedException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public DatabaseClosedException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public DatabaseClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
