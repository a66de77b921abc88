package io.togglebolt.storage;

/** A configuration lacks a value, or one is malformed or out of range. */
public final class InvalidConfigurationException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public InvalidConfigurationException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public InvalidConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
