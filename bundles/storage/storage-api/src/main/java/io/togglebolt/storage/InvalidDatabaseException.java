package io.togglebolt.storage;

/**
 * A file is no usable database: not a bolt file, broken metas, truncated, another version or page
 * size.
 */
public final class InvalidDatabaseException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public InvalidDatabaseException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public InvalidDatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
