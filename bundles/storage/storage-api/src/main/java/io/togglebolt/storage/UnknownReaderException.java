package io.togglebolt.storage;

/** There is no open reader of that id. */
public final class UnknownReaderException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the id and those there are. */
  public UnknownReaderException(String message) {
    super(message);
  }
}
