package io.togglebolt.metrics.jvm.internal;

import io.togglebolt.metrics.InvalidMetricException;
import io.togglebolt.metrics.Metrics;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * The JVM's and the process's values in a registry. Names, labels and units are those of the
 * Prometheus client for Java, version 1, for the JVM, and those of all Prometheus clients for the
 * process, so that dashboards made for them show a Togglebolt too.
 *
 * <p>Thread-safe: what is registered here keeps nothing but the platform's beans.
 */
final class JvmMetrics implements AutoCloseable {
  private final Metrics.Scope scope;
  private final GcPauses pauses;

  private JvmMetrics(Metrics.Scope scope, GcPauses pauses) {
    this.scope = scope;
    this.pauses = pauses;
  }

  /**
   * Registers everything and begins to listen for pauses.
   *
   * @throws InvalidMetricException when somebody else has registered one of the names otherwise;
   *     nothing is registered then
   */
  static JvmMetrics register(Metrics metrics) {
    Metrics.Scope scope = metrics.scope();
    try {
      MemoryReadings.register(
          scope,
          ManagementFactory.getMemoryMXBean(),
          ManagementFactory.getMemoryPoolMXBeans(),
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class));
      ThreadReadings.register(scope, ManagementFactory.getThreadMXBean());
      RuntimeReadings.register(scope);
      ProcessReadings.register(
          scope,
          ManagementFactory.getOperatingSystemMXBean(),
          ManagementFactory.getRuntimeMXBean(),
          Path.of("/proc/self/status"));
      return new JvmMetrics(
          scope, GcPauses.listen(scope, ManagementFactory.getGarbageCollectorMXBeans()));
    } catch (InvalidMetricException refused) {
      scope.close();
      throw refused;
    }
  }

  /** Listens no more and takes everything back. Closing twice does nothing. */
  @Override
  public void close() {
    pauses.close();
    scope.close();
  }
}
