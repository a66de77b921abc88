package io.togglebolt.storage;

/**
 * An earlier commit failed in a way that leaves the disk's state unknown: reads go on, writes need
 * a reopen.
 */
public final class DatabaseFailedException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the thing, the value found and what was expected. */
  public DatabaseFailedException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public DatabaseFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
