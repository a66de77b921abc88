package io.togglebolt.raft.tck;

/** A transcript cannot be read, or asks for what there is not. The message is one line. */
public final class TranscriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message. */
  public TranscriptException(String message) {
    super(message);
  }

  /** With a message, and what led to it. */
  public TranscriptException(String message, Throwable cause) {
    super(message, cause);
  }
}
