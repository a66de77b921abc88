package io.togglebolt.metrics.jvm.internal;

import com.sun.management.UnixOperatingSystemMXBean;
import io.togglebolt.metrics.Metrics;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.RuntimeMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The process, as the operating system sees it. What a system does not tell is left out there. */
final class ProcessReadings {
  private ProcessReadings() {}

  private record Use(long cpuNanos, long openFiles, long maxFiles) {}

  /**
   * Registers what there is.
   *
   * @param status Linux's account of the process, absent elsewhere
   */
  static void register(
      Metrics metrics, OperatingSystemMXBean system, RuntimeMXBean runtime, Path status) {
    double startSeconds = (double) runtime.getStartTime() / TimeUnit.SECONDS.toMillis(1);
    metrics.gauge(
        "process_start_time_seconds",
        "When the process was started, in seconds since the Unix epoch.",
        () -> startSeconds);
    if (system instanceof UnixOperatingSystemMXBean unix) {
      use(metrics, unix);
    }
    if (Files.isReadable(status)) {
      memory(metrics, status);
    }
  }

  private static void use(Metrics metrics, UnixOperatingSystemMXBean unix) {
    metrics
        .<Use>readings(
            () ->
                new Use(
                    unix.getProcessCpuTime(),
                    unix.getOpenFileDescriptorCount(),
                    unix.getMaxFileDescriptorCount()))
        .counter(
            "process_cpu_seconds_total",
            "Processor time of the process, its own and the system's on its behalf.",
            look -> Undefined.leftOut(look.cpuNanos()) / TimeUnit.SECONDS.toNanos(1))
        .gauge(
            "process_open_fds",
            "Open file descriptors.",
            look -> Undefined.leftOut(look.openFiles()))
        .gauge(
            "process_max_fds",
            "The most file descriptors that the process may have open.",
            look -> Undefined.leftOut(look.maxFiles()));
  }

  private static void memory(Metrics metrics, Path status) {
    metrics
        .<ProcessMemory>readings(() -> ProcessMemory.read(status))
        .gauge(
            "process_resident_memory_bytes",
            "Memory of the process that is in RAM, mapped files included.",
            ProcessMemory::residentBytes)
        .gauge(
            "process_virtual_memory_bytes",
            "Address space of the process.",
            ProcessMemory::virtualBytes);
  }
}
