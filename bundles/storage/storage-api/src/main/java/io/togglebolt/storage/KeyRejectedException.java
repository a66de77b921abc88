package io.togglebolt.storage;

/**
 * A key or bucket name is empty or too long, a value is too long, or a plain value was put into the
 * root.
 */
public final class KeyRejectedException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public KeyRejectedException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public KeyRejectedException(String message, Throwable cause) {
    super(message, cause);
  }
}
