package io.togglebolt.runtime;

import java.io.IOException;

/**
 * No file can be opened at all in this Java process: the system is not supported, or native access
 * is denied. The message says what to change.
 */
public final class DiskUnavailableException extends IOException {
  private static final long serialVersionUID = 1;

  /** With a message that names the path, the obstacle and how to remove it. */
  public DiskUnavailableException(String message) {
    super(message);
  }

  /** With such a message and the cause. */
  public DiskUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
