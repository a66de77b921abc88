package io.togglebolt.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricUnitTest {

  @Test
  void theEndOfANameSaysItsUnit() {
    assertEquals(MetricUnit.BYTES, MetricUnit.of("etcd_mvcc_db_total_size_in_bytes"));
    assertEquals(MetricUnit.BYTES, MetricUnit.of("x_written_bytes_total"));
    assertEquals(MetricUnit.SECONDS, MetricUnit.of("process_cpu_seconds_total"));
    assertEquals(MetricUnit.MOMENT, MetricUnit.of("process_start_time_seconds"));
    assertEquals(MetricUnit.MOMENT, MetricUnit.of("x_last_timestamp_seconds"));
    assertEquals(MetricUnit.RATIO, MetricUnit.of("x_used_ratio"));
    assertEquals(MetricUnit.COUNT, MetricUnit.of("togglebolt_database_commits_total"));
    assertEquals(MetricUnit.COUNT, MetricUnit.of("bytes"));
  }

  @Test
  void valuesAreShownInThatUnit() {
    assertEquals("1.5 KiB", MetricUnit.BYTES.show(1536));
    assertEquals("-1 B", MetricUnit.BYTES.show(-1));
    assertEquals("12.5 ms", MetricUnit.SECONDS.show(0.0125));
    assertEquals("-12.5 ms", MetricUnit.SECONDS.show(-0.0125));
    assertEquals("12.5%", MetricUnit.RATIO.show(0.125));
    assertEquals("123456789", MetricUnit.COUNT.show(123456789));
    assertEquals("1235", MetricUnit.COUNT.show(1234.5678));
    assertEquals("1.2", MetricUnit.COUNT.show(1.23));
    assertEquals("0.012", MetricUnit.COUNT.show(0.0123));
    assertEquals("1.2e-05", MetricUnit.COUNT.show(0.0000123));
    assertTrue(MetricUnit.MOMENT.show(1.7e9).startsWith("2023-11-1"));
  }

  @Test
  void whatIsNoNumberIsShownWithoutAUnit() {
    for (MetricUnit unit : MetricUnit.values()) {
      assertEquals("-", unit.show(Double.NaN));
      assertEquals("infinite", unit.show(Double.POSITIVE_INFINITY));
      assertEquals("-infinite", unit.show(Double.NEGATIVE_INFINITY));
    }
  }

  @Test
  void growthIsShownInTheUnitOfWhatGrows() {
    assertEquals("1 KiB", MetricUnit.BYTES.showRate(1024));
    assertEquals("250 ms", MetricUnit.SECONDS.showRate(0.25));
    assertEquals("-", MetricUnit.COUNT.showRate(Double.NaN));
  }

  @Test
  void exactNumbersLoseNothingAndHaveNoExponent() {
    assertEquals("1234567890123", MetricUnit.exact(1234567890123.0));
    assertEquals("0.00001", MetricUnit.exact(1e-5));
    assertEquals("100000000000000000000", MetricUnit.exact(1e20));
    assertEquals("Infinity", MetricUnit.exact(Double.POSITIVE_INFINITY));
  }

  @Test
  void slipsOfTheKeyboardAreCountedAnywhereInAName() {
    assertEquals(0, Nearest.slips("commit", "database_commits_total"));
    assertEquals(1, Nearest.slips("comit", "database_commits_total"));
    assertEquals(2, Nearest.slips("xyit", "commit"));
    assertEquals(5, Nearest.slips("qqqqq", "commit"));
    assertEquals(
        List.of("a_comit", "commit_b"),
        Nearest.to("*commt*", List.of("a_comit", "raft", "commit_b")));
    assertEquals(List.of(), Nearest.to("frobnicate", List.of("commit", "raft")));
  }
}
