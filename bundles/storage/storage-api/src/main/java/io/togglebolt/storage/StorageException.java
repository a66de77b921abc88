package io.togglebolt.storage;

/** What storage throws: unchecked, with one clear message. */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public StorageException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
