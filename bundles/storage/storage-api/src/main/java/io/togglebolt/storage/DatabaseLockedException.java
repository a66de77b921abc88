package io.togglebolt.storage;

/** Another holder has the file's lock and did not let go in time. */
public final class DatabaseLockedException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public DatabaseLockedException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public DatabaseLockedException(String message, Throwable cause) {
    super(message, cause);
  }
}
