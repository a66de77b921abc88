package io.togglebolt.itests.benchmarks.process;

import java.io.IOException;

/** A side could not do what it was asked; its message says which and why. */
public final class SideException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says which side and why. */
  public SideException(String message) {
    super(message);
  }
}
