package io.togglebolt.shell.internal;

/**
 * Whether this process is there for one command only, as the launcher says: what the command leaves
 * open, or pins, is gone as soon as it has returned.
 */
final class OneShot {
  private static final String MODE = "togglebolt.mode";
  private static final String CONFIGURED = "togglebolt.configured";
  private static final String CONFIGURED_LOGS = "togglebolt.configured.logs";
  private static final String COMMAND = "command";

  private OneShot() {}

  static boolean isThis() {
    return COMMAND.equals(System.getProperty(MODE));
  }

  /** The databases that an argument of this one command would open, in words; may be empty. */
  static String configured() {
    return System.getProperty(CONFIGURED, "");
  }

  /** The logs that an argument of this one command would open, in words; may be empty. */
  static String configuredLogs() {
    return System.getProperty(CONFIGURED_LOGS, "");
  }
}
