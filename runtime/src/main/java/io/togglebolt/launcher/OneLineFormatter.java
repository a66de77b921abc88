package io.togglebolt.launcher;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** One line for each record: when, how grave, who, what, and the messages of its causes. */
public final class OneLineFormatter extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
  private static final int MAX_CAUSES = 8;

  /** Made by the JDK, which finds its name in {@code etc/logging.properties}. */
  public OneLineFormatter() {}

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder(TIME.format(record.getInstant()));
    line.append(' ').append(record.getLevel().getName()).append(' ').append(record.getLoggerName());
    String message = formatMessage(record);
    line.append(": ").append(message == null ? "" : message);
    @Nullable Throwable cause = record.getThrown();
    String last = message;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      String said = cause.toString();
      if (!said.equals(last)) {
        line.append(": ").append(said);
      }
      last = cause.getMessage();
      cause = cause.getCause();
    }
    return line.toString().replaceAll("\\s*\\R\\s*", " ") + System.lineSeparator();
  }
}
