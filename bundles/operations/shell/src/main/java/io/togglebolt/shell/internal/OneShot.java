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

  /** How a log can be used by more than one command. */
  static final String LASTING_LOG =
      "configure it in etc/io.togglebolt.log-NAME.cfg, or pipe several commands into one"
          + " togglebolt, wal:open DIR first";

  /** What becomes of a log that the one command opened. */
  static final String LOG_CLOSES = "with this one command; to use it with others, " + LASTING_LOG;

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
