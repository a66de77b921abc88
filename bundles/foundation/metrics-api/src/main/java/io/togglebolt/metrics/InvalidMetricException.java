package io.togglebolt.metrics;

/**
 * A metric cannot be registered as asked: the message names it, what was found and what was
 * expected. Nothing was registered.
 */
public final class InvalidMetricException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** With a message that names the metric. */
  public InvalidMetricException(String message) {
    super(message);
  }
}
