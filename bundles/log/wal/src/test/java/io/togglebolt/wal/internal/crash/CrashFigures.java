package io.togglebolt.wal.internal.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;

/** How often something happened in a test, so that it can see whether it tried what it is for. */
final class CrashFigures {
  private final Map<String, Long> counts = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  void assertTried(String... all) {
    for (String what : all) {
      assertTrue(of(what) > 0, () -> "no " + what + " among " + this);
    }
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
