package io.togglebolt.storage.engine.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Collects what slots or others warn of, in place of printing it. */
final class SlotWarnings implements AutoCloseable {
  private static final Formatter FORMATTER = new SimpleFormatter();

  private final Logger logger;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            said.add(FORMATTER.formatMessage(entry));
          }
        }

        @Override
        public void flush() {
          // Nothing is kept back.
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  SlotWarnings() {
    this("io.togglebolt.slot");
  }

  /** Those of one class. */
  SlotWarnings(Class<?> source) {
    this(source.getName());
  }

  private SlotWarnings(String source) {
    logger = Logger.getLogger(source);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  /** What was said that contains these words. */
  List<String> with(String words) {
    return said.stream().filter(line -> line.contains(words)).toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}
