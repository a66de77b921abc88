package io.togglebolt.metrics.jvm.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessMemoryTest {

  @Test
  void readsResidentAndVirtualMemory() {
    assertEquals(
        new ProcessMemory(250_000 * 1024.0, 4_000_000_000L * 1024.0),
        ProcessMemory.of(
            List.of(
                "Name:\tjava",
                "VmPeak:\t 9999999 kB",
                "VmSize:\t4000000000 kB",
                "VmRSS:\t  250000 kB",
                "Threads:\t20")));
  }

  @Test
  void whatIsMissingOrMalformedIsNoNumber() {
    assertEquals(
        new ProcessMemory(Double.NaN, Double.NaN),
        ProcessMemory.of(List.of("VmRSS:\t12 MB", "VmSize:\t99999999999999999999 kB", "VmSize")));
    assertEquals(new ProcessMemory(Double.NaN, Double.NaN), ProcessMemory.of(List.of()));
  }

  @Test
  void aFileThatCannotBeReadIsLeftOut(@TempDir Path folder) {
    assertNull(ProcessMemory.read(folder.resolve("status")));
  }
}
