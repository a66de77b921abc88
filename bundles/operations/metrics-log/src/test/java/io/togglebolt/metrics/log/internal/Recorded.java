package io.togglebolt.metrics.log.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps what a logger is told, and keeps the logger from telling anybody else. */
final class Recorded extends Handler implements AutoCloseable {
  final List<String> messages = new ArrayList<>();
  private final Logger logger;

  Recorded(String name) {
    logger = Logger.getLogger(name);
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord logged) {
    if (logged.getLevel().intValue() >= Level.INFO.intValue()) {
      if (logged.getThrown() != null) {
        messages.add("a throwable was handed on: " + logged.getThrown());
      }
      messages.add(logged.getLevel() + " " + new SimpleFormatter().formatMessage(logged));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
