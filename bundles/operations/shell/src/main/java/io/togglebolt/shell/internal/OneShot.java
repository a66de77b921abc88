package io.togglebolt.shell.internal;

/**
 * Whether this process is there for one command only, as the launcher says: what the command leaves
 * open, or pins, is gone as soon as it has returned.
 */
final class OneShot {
  private static final String MODE = "togglebolt.mode";
  private static final String COMMAND = "command";

  private OneShot() {}

  static boolean isThis() {
    return COMMAND.equals(System.getProperty(MODE));
  }
}
