package io.togglebolt.storage;

/** The disk or the file system refused. */
public final class DatabaseIOException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public DatabaseIOException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public DatabaseIOException(String message, Throwable cause) {
    super(message, cause);
  }
}
