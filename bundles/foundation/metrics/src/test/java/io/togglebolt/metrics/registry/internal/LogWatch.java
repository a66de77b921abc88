package io.togglebolt.metrics.registry.internal;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what a logger says, and keeps it from the console. */
final class LogWatch extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

  LogWatch(String name) {
    logger = Logger.getLogger(name);
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  List<String> said() {
    return List.copyOf(said);
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getThrown() != null) {
      said.add("a throwable was handed on: " + record.getThrown());
    }
    said.add(MessageFormat.format(record.getMessage(), record.getParameters()));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
