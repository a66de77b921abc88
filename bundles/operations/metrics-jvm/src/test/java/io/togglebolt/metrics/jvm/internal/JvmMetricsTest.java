package io.togglebolt.metrics.jvm.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.togglebolt.metrics.InvalidMetricException;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.metrics.MetricsRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JvmMetricsTest {
  private static final Set<String> COUNTERS =
      Set.of(
          "jvm_classes_loaded_total",
          "jvm_classes_unloaded_total",
          "jvm_compilation_time_seconds_total",
          "jvm_threads_started_total",
          "process_cpu_seconds_total");

  private static final Set<String> GAUGES =
      Set.of(
          "jvm_buffer_pool_capacity_bytes",
          "jvm_buffer_pool_used_buffers",
          "jvm_buffer_pool_used_bytes",
          "jvm_classes_currently_loaded",
          "jvm_memory_committed_bytes",
          "jvm_memory_init_bytes",
          "jvm_memory_max_bytes",
          "jvm_memory_pool_collection_committed_bytes",
          "jvm_memory_pool_collection_init_bytes",
          "jvm_memory_pool_collection_max_bytes",
          "jvm_memory_pool_collection_used_bytes",
          "jvm_memory_pool_committed_bytes",
          "jvm_memory_pool_init_bytes",
          "jvm_memory_pool_max_bytes",
          "jvm_memory_pool_used_bytes",
          "jvm_memory_used_bytes",
          "jvm_runtime_info",
          "jvm_threads_current",
          "jvm_threads_daemon",
          "jvm_threads_peak",
          "jvm_threads_state",
          "process_max_fds",
          "process_open_fds",
          "process_resident_memory_bytes",
          "process_start_time_seconds",
          "process_virtual_memory_bytes");

  private final MetricsRegistry registry =
      ServiceLoader.load(MetricsRegistry.class).findFirst().orElseThrow();
  private final Set<String> before = names(registry.read());
  private JvmMetrics metrics = JvmMetrics.register(registry);

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void hasTheNamesAndTypesThatDashboardsKnow() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "only Linux has all of them");
    Map<String, Type> expected = new HashMap<>();
    COUNTERS.forEach(name -> expected.put(name, Type.COUNTER));
    GAUGES.forEach(name -> expected.put(name, Type.GAUGE));
    expected.put("jvm_gc_pause_seconds", Type.HISTOGRAM);
    Map<String, Type> found = new HashMap<>();
    registry.read(name -> !before.contains(name)).forEach(f -> found.put(f.name(), f.type()));
    assertEquals(expected, found);
  }

  @Test
  void tellsWhatTheJvmAndTheSystemTell() {
    assertEquals(
        ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli() / 1e3,
        value("process_start_time_seconds"),
        60);
    assertEquals(Runtime.getRuntime().maxMemory(), value("jvm_memory_max_bytes", "area", "heap"));
    assertTrue(value("process_cpu_seconds_total") > 0);
    assertTrue(value("jvm_threads_current") >= value("jvm_threads_daemon"));
    assertTrue(value("jvm_threads_state", "state", "RUNNABLE") >= 1);
    assertTrue(value("jvm_memory_used_bytes", "area", "nonheap") > 0);
    assertTrue(value("jvm_buffer_pool_used_bytes", "pool", "direct") >= 0);
    assertTrue(value("process_open_fds") <= value("process_max_fds"));
    assertEquals(
        1,
        value(
            "jvm_runtime_info",
            "version",
            System.getProperty("java.runtime.version"),
            "vendor",
            System.getProperty("java.vm.vendor"),
            "runtime",
            System.getProperty("java.runtime.name")));
  }

  @Test
  void processMemoryIsOfTheSizeOfAProcess() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "only Linux tells");
    double resident = value("process_resident_memory_bytes");
    assertTrue(resident > 10 << 20, "resident bytes: " + resident);
    assertTrue(value("process_virtual_memory_bytes") > resident);
  }

  @Test
  void leavesOutALimitThatThereIsNot() {
    for (MetricFamily family : registry.read(name -> name.startsWith("jvm_memory"))) {
      for (MetricFamily.Sample sample : family.samples()) {
        assertTrue(((Value) sample).value() >= 0, family.name() + " " + sample);
      }
    }
  }

  @Test
  void takesEverythingBackButTheCountsOfPauses() {
    metrics.close();
    Set<String> left = names(registry.read());
    left.removeAll(before);
    assertEquals(Set.of("jvm_gc_pause_seconds"), left);
    metrics.close();
  }

  @Test
  void goesOnWhereItWasWhenItComesBack() {
    metrics.close();
    metrics = JvmMetrics.register(registry);
    assertTrue(value("jvm_threads_current") > 0);
  }

  @Test
  void registersNothingWhereANameIsTakenForSomethingElse() {
    MetricsRegistry other = ServiceLoader.load(MetricsRegistry.class).findFirst().orElseThrow();
    other.counter("process_open_fds", "Not a gauge.").increment();
    Set<String> taken = names(other.read());
    InvalidMetricException refused =
        assertThrows(InvalidMetricException.class, () -> JvmMetrics.register(other));
    assertTrue(refused.getMessage().contains("process_open_fds"), refused::getMessage);
    assertEquals(taken, names(other.read()));
  }

  @Test
  void leavesOutTheMemoryOfAProcessThatTheSystemDoesNotTell() {
    MetricsRegistry other = ServiceLoader.load(MetricsRegistry.class).findFirst().orElseThrow();
    ProcessReadings.register(
        other,
        ManagementFactory.getOperatingSystemMXBean(),
        ManagementFactory.getRuntimeMXBean(),
        Path.of("there", "is", "no", "such", "file"));
    assertFalse(names(other.read()).contains("process_resident_memory_bytes"));
    assertTrue(names(other.read()).contains("process_start_time_seconds"));
  }

  private double value(String name, String... labels) {
    List<MetricFamily> families = registry.read(name::equals);
    assertEquals(1, families.size(), name);
    for (MetricFamily.Sample sample : families.getFirst().samples()) {
      String[] found =
          sample.labels().stream()
              .flatMap(label -> List.of(label.name(), label.value()).stream())
              .toArray(String[]::new);
      if (List.of(found).equals(List.of(labels))) {
        return ((Value) sample).value();
      }
    }
    throw new AssertionError(name + List.of(labels) + " is not in " + families);
  }

  private static Set<String> names(List<MetricFamily> families) {
    Set<String> names = new TreeSet<>();
    families.forEach(family -> names.add(family.name()));
    return names;
  }
}
