package io.togglebolt.storage.engine.internal;

/** A part does not hold what the truth says. */
final class StalePartException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  StalePartException(String message) {
    super(message);
  }
}
