package io.togglebolt.storage;

/**
 * A strict database's check found something wrong with what a commit would have left. The commit
 * was rolled back before it counted: the file holds what it held before.
 */
public final class StrictCheckException extends StorageException {
  private static final long serialVersionUID = 1;

  /** With a message that names the file, the transaction and the first problems. */
  public StrictCheckException(String message) {
    super(message);
  }
}
