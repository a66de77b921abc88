package io.togglebolt.itests.benchmarks.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.itests.benchmarks.space.Column.Unit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TableReportTest {
  private static final Contender OURS = Contender.ours("exact", "segregated", "lazy");
  private static final Contender SKIPPED = Contender.bbolt("array", "always");
  private static final Contender THEIRS = Contender.bolt();
  private static final Column PAGES = Column.of("pages", Unit.PAGES, "pages").orElse("> 9");
  private static final Column TIME = Column.of("time", Unit.MILLIS, "time");
  private static final Table TABLE =
      new Table("what it is", List.of(PAGES, TIME), List.of(new Goal.AtMost(OURS, TIME, 0.5)));
  private static final Scenario SCENARIO =
      new Scenario("some", false, List.of(OURS, SKIPPED, THEIRS), List.of(), List.of(TABLE));

  @Test
  void columnsStandUnderEachOtherAndTargetsBelow() {
    Results results = new Results();
    results.add(OURS.name(), 0, Map.of("pages", 1_234L, "time", 600_000L));
    results.add(THEIRS.name(), 0, Map.of("time", 12_000_000L));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TableReport(new PrintStream(out, true, StandardCharsets.UTF_8))
        .print(SCENARIO, TABLE, results);
    assertEquals(
        """
        some: what it is
                              | pages |      time |  ratio
        exact+segregated lazy | 1,234 |  0.600 ms |  1.00x
        bolt always           |   > 9 | 12.000 ms | 20.00x
        target missed: exact+segregated lazy: time at most 0.500 ms

        """,
        out.toString(StandardCharsets.UTF_8));
  }
}
