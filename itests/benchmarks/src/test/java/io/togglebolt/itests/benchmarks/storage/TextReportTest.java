package io.togglebolt.itests.benchmarks.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TextReportTest {
  private static final Target TARGET = new Target.Ratio(1.5, Side.BBOLT);
  private static final Figure GETS =
      new Figure("get, 1 thread", Unit.PER_SECOND, Figure.RATE, List.of(TARGET));
  private static final Workload WORKLOAD =
      new Workload("get-1", "togglebolt", "get", Workload.Kind.READS, List.of(GETS));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private TextReport report(List<String> others) {
    return new TextReport(
        new PrintStream(out, true, StandardCharsets.UTF_8), others, List.of(WORKLOAD));
  }

  private static List<Map<String, Long>> gets(long perSecond) {
    return List.of(Map.of("operations", perSecond, "nanos", 1_000_000_000L));
  }

  @Test
  void columnsStandUnderEachOther() {
    TextReport report = report(List.of(Side.BBOLT));
    report.header();
    Row row = new Row(GETS, Map.of(Side.OURS, gets(1_234_567), Side.BBOLT, gets(805_000)));
    report.row(row, row.verdicts(Map.of()));
    report.failure(WORKLOAD, "no disk");
    assertEquals(
        """
        workload      |       ours |      bbolt |  ratio | target
        get, 1 thread |    1.23M/s |     805k/s |  1.53x | 1.50x bbolt met
        get, 1 thread | failed: no disk
        """,
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void withoutBboltThereIsOneColumn() {
    TextReport report = report(List.of());
    report.header();
    report.row(new Row(GETS, Map.of(Side.OURS, gets(3_456))), Map.of());
    assertEquals(
        """
        workload      |       ours | target
        get, 1 thread |    3.46k/s |
        """,
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aFigureKeepsAboutThreeDigits() {
    assertEquals("0.35k/s", Unit.PER_SECOND.show(350));
    assertEquals("9.99k/s", Unit.PER_SECOND.show(9_994));
    assertEquals("10k/s", Unit.PER_SECOND.show(9_995));
    assertEquals("999k/s", Unit.PER_SECOND.show(999_499));
    assertEquals("1.00M/s", Unit.PER_SECOND.show(999_500));
    assertEquals("0.061 ms", Unit.MILLIS.show(0.0614));
    assertEquals("120 B", Unit.BYTES.show(120));
    assertEquals("1.5 MiB", Unit.BYTES.show(1.5 * (1 << 20)));
  }
}
