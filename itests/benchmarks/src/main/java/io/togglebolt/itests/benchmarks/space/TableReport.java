package io.togglebolt.itests.benchmarks.space;

import io.togglebolt.itests.benchmarks.AlignedLines;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints tables: a line for each contender, a column for each figure, and the targets below. */
final class TableReport {
  private static final String RATIO = "ratio";

  private final PrintStream out;

  TableReport(PrintStream out) {
    this.out = out;
  }

  void print(Scenario scenario, Table table, Results results) {
    out.println(scenario.name() + ": " + table.title());
    List<List<String>> lines = new ArrayList<>();
    lines.add(header(table));
    for (Contender contender : scenario.contenders()) {
      if (!results.of(contender.name()).isEmpty()) {
        lines.add(row(contender, table, results));
      }
    }
    AlignedLines.print(lines, out);
    for (Goal goal : table.goals()) {
      goal.met(results, table)
          .ifPresent(met -> out.println("target " + (met ? "met: " : "missed: ") + goal.text()));
    }
    out.println();
    out.flush();
  }

  private static List<String> header(Table table) {
    List<String> header = new ArrayList<>(List.of(""));
    table.columns().forEach(column -> header.add(column.title()));
    header.add(RATIO);
    return header;
  }

  private static List<String> row(Contender contender, Table table, Results results) {
    List<String> row = new ArrayList<>(List.of(contender.name()));
    for (Column column : table.columns()) {
      String shown =
          results.figure(contender.name(), column).map(column.unit()::show).orElse(column.absent());
      row.add(shown);
    }
    row.add(
        results
            .ratio(contender.name(), results.contenders().getFirst(), table.last())
            .map(ratio -> String.format(Locale.ROOT, "%.2fx", ratio))
            .orElse(Column.NOTHING));
    return row;
  }
}
