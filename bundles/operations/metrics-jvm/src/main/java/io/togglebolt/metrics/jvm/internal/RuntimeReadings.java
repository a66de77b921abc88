package io.togglebolt.metrics.jvm.internal;

import io.togglebolt.metrics.Metrics;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Classes, compilation and which JVM it is. Classes that grow with every update of a bundle show
 * that something keeps class loaders alive.
 */
final class RuntimeReadings {
  private RuntimeReadings() {}

  private record Classes(int loadedNow, long loaded, long unloaded) {}

  static void register(Metrics metrics) {
    classes(metrics, ManagementFactory.getClassLoadingMXBean());
    compilation(metrics, ManagementFactory.getCompilationMXBean());
    metrics.gauge(
        "jvm_runtime_info",
        "Which JVM it is; the value is always 1.",
        () -> 1,
        "version",
        System.getProperty("java.runtime.version", "unknown"),
        "vendor",
        System.getProperty("java.vm.vendor", "unknown"),
        "runtime",
        System.getProperty("java.runtime.name", "unknown"));
  }

  private static void classes(Metrics metrics, ClassLoadingMXBean classes) {
    metrics
        .<Classes>readings(
            () ->
                new Classes(
                    classes.getLoadedClassCount(),
                    classes.getTotalLoadedClassCount(),
                    classes.getUnloadedClassCount()))
        .gauge("jvm_classes_currently_loaded", "Classes that are loaded now.", Classes::loadedNow)
        .counter("jvm_classes_loaded_total", "Classes that were ever loaded.", Classes::loaded)
        .counter(
            "jvm_classes_unloaded_total", "Classes that were ever unloaded.", Classes::unloaded);
  }

  private static void compilation(Metrics metrics, @Nullable CompilationMXBean compiler) {
    // A JVM that only interprets has no compiler.
    if (compiler != null && compiler.isCompilationTimeMonitoringSupported()) {
      metrics.counter(
          "jvm_compilation_time_seconds_total",
          "Time that the just-in-time compiler has taken.",
          () -> (double) compiler.getTotalCompilationTime() / TimeUnit.SECONDS.toMillis(1));
    }
  }
}
