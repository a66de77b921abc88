package io.togglebolt.storage;

/** There is no bucket of that name. */
public final class BucketNotFoundException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public BucketNotFoundException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public BucketNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
