package io.togglebolt.itests.benchmarks;

/** A wrong command line; its message is the one line that the user gets. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, the value found and what was expected. */
  public UsageException(String message) {
    super(message);
  }
}
