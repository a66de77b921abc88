package io.togglebolt.itests.container;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Hears what loggers say whose names have a beginning in common. */
final class Listening extends Handler implements AutoCloseable {
  private record Line(Level level, String text) {}

  private final ConcurrentLinkedQueue<Line> lines = new ConcurrentLinkedQueue<>();
  private final Logger logger;

  Listening(String logger) {
    this.logger = Logger.getLogger(logger);
    this.logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(new Line(record.getLevel(), new SimpleFormatter().formatMessage(record)));
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  /** Everything it has heard. */
  String lines() {
    return lines.toString();
  }

  /** What it has heard of one level. */
  List<String> lines(Level level) {
    return lines.stream().filter(line -> line.level().equals(level)).map(Line::text).toList();
  }

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
