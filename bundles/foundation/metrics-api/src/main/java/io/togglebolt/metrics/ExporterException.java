package io.togglebolt.metrics;

/** An exporter could not be made to serve; the message names it, and says why and what serves. */
public class ExporterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message that names the exporter. */
  public ExporterException(String message) {
    super(message);
  }

  /** With a message that names the exporter, and the cause. */
  public ExporterException(String message, Throwable cause) {
    super(message, cause);
  }
}
