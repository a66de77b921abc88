package io.togglebolt.storage;

/** The transaction has ended. */
public class TransactionClosedException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public TransactionClosedException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public TransactionClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
