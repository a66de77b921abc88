package io.togglebolt.storage;

/**
 * A hook of {@link Transaction#onCommit} or {@link Transaction#onRollback} threw. The transaction
 * itself had ended before and {@link #committed()} says how; its other hooks have run too. The
 * first hook's exception is the cause, later ones are suppressed.
 */
public final class HookFailedException extends StorageException {
  private static final long serialVersionUID = 1;

  private final boolean committed;

  /** Of a transaction that was committed or rolled back, with what its first failed hook threw. */
  public HookFailedException(String message, boolean committed, Throwable cause) {
    super(message, cause);
    this.committed = committed;
  }

  /** Whether the transaction is durable and visible all the same. */
  public boolean committed() {
    return committed;
  }
}
