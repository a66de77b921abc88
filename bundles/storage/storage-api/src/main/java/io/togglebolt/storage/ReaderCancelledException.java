package io.togglebolt.storage;

/**
 * The reader was ended by {@link Database#cancelReader}, not by its owner. What it sees can be read
 * no more; a new reader sees the last committed state.
 */
public final class ReaderCancelledException extends TransactionClosedException {
  private static final long serialVersionUID = 1;

  /** With a message that names the reader, who cancelled it and why. */
  public ReaderCancelledException(String message) {
    super(message);
  }
}
