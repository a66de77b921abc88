package io.togglebolt.storage;

/** A change was asked of a read transaction or a read-only database. */
public final class ReadOnlyException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public ReadOnlyException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public ReadOnlyException(String message, Throwable cause) {
    super(message, cause);
  }
}
