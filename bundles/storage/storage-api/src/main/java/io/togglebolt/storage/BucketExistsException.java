package io.togglebolt.storage;

/** There already is a bucket of that name. */
public final class BucketExistsException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public BucketExistsException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public BucketExistsException(String message, Throwable cause) {
    super(message, cause);
  }
}
