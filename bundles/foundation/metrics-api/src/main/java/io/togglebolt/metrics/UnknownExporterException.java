package io.togglebolt.metrics;

/** An exporter was asked for by a name that nobody offers. */
public final class UnknownExporterException extends ExporterException {
  private static final long serialVersionUID = 1;

  /** With a message that names what was asked for and what there is. */
  public UnknownExporterException(String message) {
    super(message);
  }
}
