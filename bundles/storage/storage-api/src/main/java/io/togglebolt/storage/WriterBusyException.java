package io.togglebolt.storage;

/** A write transaction has been open for longer than the caller waits for its end. */
public final class WriterBusyException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the database and how long was waited. */
  public WriterBusyException(String message) {
    super(message);
  }
}
