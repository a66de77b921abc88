package io.togglebolt.itests.benchmarks.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecordingsTest {
  private final Recordings recordings = new Recordings();

  private void add(Contention contention, long nanos, long bytes) {
    recordings.add(contention, Map.of("operations", 100L, "nanos", nanos, "bytes", bytes));
  }

  @Test
  void twoThreadsDoTwiceAsMuchWhileEachIsAsSlow() {
    add(Contention.NONE, 1_000, 0);
    add(Contention.USUAL, 1_000, 0);
    assertEquals(10, recordings.spread(Contention.NONE).median());
    assertEquals(20, recordings.spread(Contention.USUAL).median());
  }

  @Test
  void contendedIsTheWorseOfTheTwo() {
    add(Contention.NONE, 9_000, 0);
    add(Contention.USUAL, 1_000, 0);
    add(Contention.WORST, 1_500, 0);
    assertEquals(30, recordings.contended());
  }

  @Test
  void bytesAreOverAllOperations() {
    add(Contention.NONE, 1, 0);
    add(Contention.USUAL, 1, 50);
    add(Contention.WORST, 1, 250);
    assertEquals(1, recordings.bytesEach());
    assertEquals(
        List.of("0.0 ns", "0.0-0.0", "0.0 ns", "0.0-0.0", "0.0 ns", "0.0-0.0", "1.000"),
        recordings.words());
  }
}
