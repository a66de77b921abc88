package io.togglebolt.metrics.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Shows the registry to somebody. Started once and stopped once, by its owner, which sees to it
 * that of one name at most one is started at a time. It owns no values: whatever it has shown, the
 * next one goes on where the registry stands.
 */
@ConsumerType
public interface MetricsExporter {

  /**
   * Begins. Must not wait for anything outside.
   *
   * @throws Exception when it cannot begin: it is then stopped and set aside with the message
   */
  void start() throws Exception;

  /**
   * Ends: takes back what it published, registered and scheduled, so that nothing refers to it any
   * more. Must be quick, does nothing before {@link #start} and the second time, and must not
   * throw.
   */
  void stop();

  /** Where its output is found, for people: an address, the name of a logger. Any thread. */
  String where();
}
