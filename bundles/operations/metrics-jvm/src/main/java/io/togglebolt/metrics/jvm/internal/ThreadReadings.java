package io.togglebolt.metrics.jvm.internal;

import io.togglebolt.metrics.Metrics;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;

/**
 * Platform threads; the JVM's beans do not count virtual ones. Deadlocks are not looked for, other
 * than by the Prometheus client: that stops all threads at each look.
 */
final class ThreadReadings {
  private ThreadReadings() {}

  private record Threads(
      int current, int daemon, int peak, long started, Map<Thread.State, Integer> byState) {
    int in(Thread.State state) {
      return byState.getOrDefault(state, 0);
    }
  }

  static void register(Metrics metrics, ThreadMXBean threads) {
    Metrics.Readings<Threads> readings = metrics.readings(() -> look(threads));
    readings
        .gauge("jvm_threads_current", "Live platform threads.", Threads::current)
        .gauge("jvm_threads_daemon", "Live platform threads that are daemons.", Threads::daemon)
        .gauge("jvm_threads_peak", "The most platform threads there were at once.", Threads::peak)
        .counter(
            "jvm_threads_started_total",
            "Platform threads that were ever started.",
            Threads::started);
    for (Thread.State state : Thread.State.values()) {
      readings.gauge(
          "jvm_threads_state",
          "Live platform threads by their state.",
          look -> look.in(state),
          "state",
          state.name());
    }
  }

  private static Threads look(ThreadMXBean threads) {
    Map<Thread.State, Integer> byState = new EnumMap<>(Thread.State.class);
    // Without stack traces, this stops nobody.
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds(), 0)) {
      // One that has ended since its id was taken is null.
      if (thread != null) {
        byState.merge(thread.getThreadState(), 1, Integer::sum);
      }
    }
    return new Threads(
        threads.getThreadCount(),
        threads.getDaemonThreadCount(),
        threads.getPeakThreadCount(),
        threads.getTotalStartedThreadCount(),
        byState);
  }
}
