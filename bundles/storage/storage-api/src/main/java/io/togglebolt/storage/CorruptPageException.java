package io.togglebolt.storage;

/**
 * A page is not what it must be; the message names file, page, what was found and what was
 * expected.
 */
public final class CorruptPageException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public CorruptPageException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public CorruptPageException(String message, Throwable cause) {
    super(message, cause);
  }
}
