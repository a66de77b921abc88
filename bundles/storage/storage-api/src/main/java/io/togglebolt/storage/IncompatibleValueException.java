package io.togglebolt.storage;

/** A bucket stands where a plain value was expected, or the reverse. */
public final class IncompatibleValueException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public IncompatibleValueException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public IncompatibleValueException(String message, Throwable cause) {
    super(message, cause);
  }
}
