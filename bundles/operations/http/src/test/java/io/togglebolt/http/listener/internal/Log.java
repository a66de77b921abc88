package io.togglebolt.http.listener.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the listener writes down, kept instead of shown. */
final class Log implements AutoCloseable {
  private final Logger logger = Logger.getLogger(ListenerComponent.PID);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          lines.add(entry.getLevel() + " " + formatter.formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  Log() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  List<String> lines() {
    return lines;
  }

  /** Without those that tell where it listens. */
  List<String> warnings() {
    return lines.stream().filter(line -> !line.startsWith("INFO ")).toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}
