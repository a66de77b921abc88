package io.togglebolt.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;
import org.jspecify.annotations.Nullable;

/**
 * Where a command's output is seen.
 *
 * @param columns how wide it is
 * @param lines how high it is; 0 where nothing ends it, as in a file
 * @param movable whether lines can be written over, so that a picture is redrawn in its place
 * @param coloured whether it has colours
 */
record Screen(int columns, int lines, boolean movable, boolean coloured) {
  private static final int DEFAULT_COLUMNS = 80;
  private static final int LEAST_COLUMNS = 20;
  private static final int MOST_COLUMNS = 400;
  private static final String NO_COLOUR = "NO_COLOR";

  /** Where the shell keeps the terminal of an interactive session. */
  private static final String TERMINAL = ".terminal";

  /** What the current command of a session writes to: not the terminal if a pipe comes after it. */
  static Screen of(CommandSession session) {
    Process process = Process.Utils.current();
    boolean terminal =
        session.get(TERMINAL) != null
            && process != null
            && process.isTty(1)
            && !String.valueOf(session.get("TERM")).startsWith("dumb");
    int columns = number(session.get("COLUMNS"), number(System.getenv("COLUMNS"), DEFAULT_COLUMNS));
    int lines = terminal ? number(session.get("LINES"), 0) : 0;
    String refused = System.getenv(NO_COLOUR);
    return new Screen(
        Math.clamp(columns, LEAST_COLUMNS, MOST_COLUMNS),
        lines,
        terminal,
        terminal && (refused == null || refused.isEmpty()));
  }

  /** A size that somebody says; terminals that do not know theirs say 0. */
  private static int number(@Nullable Object said, int otherwise) {
    String text = String.valueOf(said).strip();
    boolean sound =
        text.length() < 6 && !text.isEmpty() && text.chars().allMatch(c -> '0' <= c && c <= '9');
    int number = sound ? Integer.parseInt(text) : 0;
    return number > 0 ? number : otherwise;
  }
}
