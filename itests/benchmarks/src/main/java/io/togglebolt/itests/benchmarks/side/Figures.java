package io.togglebolt.itests.benchmarks.side;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What an exercise answers with. */
final class Figures {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Figures() {}

  static Map<String, Long> of(long operations, long nanos) {
    return Map.of("operations", operations, "nanos", nanos);
  }

  /** The process's memory, in bytes; the heap is what is left after a collection. */
  static Map<String, Long> ofMemory() throws IOException {
    String status = Files.readString(STATUS);
    long resident = field(status, "VmRSS:");
    long peak = field(status, "VmHWM:");
    long anonymous = field(status, "RssAnon:");
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return Map.of("resident", resident, "peak", peak, "anonymous", anonymous, "heap", heap);
  }

  private static long field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .map(kibibytes -> kibibytes * 1024)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(STATUS + " does not have " + name));
  }
}
