package io.togglebolt.itests.benchmarks.storage;

import java.io.IOException;

/** A side could not do what it was asked; its message says which and why. */
final class SideException extends IOException {
  private static final long serialVersionUID = 1L;

  SideException(String message) {
    super(message);
  }
}
