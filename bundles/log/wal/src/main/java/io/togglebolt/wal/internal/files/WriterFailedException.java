package io.togglebolt.wal.internal.files;

/** A writer did what no writer may do, which is the cause; the disk is not to blame. */
public final class WriterFailedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Throwable failure;

  /** With what the writer threw. */
  public WriterFailedException(Throwable failure) {
    super(failure);
    this.failure = failure;
  }

  /** What it threw. */
  public Throwable failure() {
    return failure;
  }

  /** That as it may be thrown again, for those who tell errors apart; errors are thrown at once. */
  public Exception asException() {
    return switch (failure) {
      case Error error -> throw error;
      case Exception exception -> exception;
      default -> this;
    };
  }
}
