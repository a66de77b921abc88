package io.togglebolt.itests.benchmarks.storage;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The table, printed row by row as the figures come. */
final class TextReport {
  private static final int CELL = 10;
  private static final int RATIO = 6;

  private final PrintStream out;
  private final List<String> others;
  private final int titleWidth;

  /** Takes the sides that ours is compared with, and the workloads that will come. */
  TextReport(PrintStream out, List<String> others, List<Workload> workloads) {
    this.out = out;
    this.others = others;
    titleWidth =
        workloads.stream()
            .flatMap(workload -> workload.figures().stream())
            .mapToInt(figure -> figure.title().length())
            .max()
            .orElse(0);
  }

  void header() {
    List<String> cells = new ArrayList<>();
    cells.add(left("workload", titleWidth));
    cells.add(right(Side.OURS, CELL));
    for (String other : others) {
      cells.add(right(other, CELL));
      cells.add(right("ratio", RATIO));
    }
    cells.add("target");
    print(cells);
  }

  void row(Row row, Map<Target, Boolean> verdicts) {
    List<String> cells = new ArrayList<>();
    cells.add(left(row.figure().title(), titleWidth));
    cells.add(right(shown(row, Side.OURS), CELL));
    for (String other : others) {
      cells.add(right(shown(row, other), CELL));
      cells.add(right(row.ratio(other).map(TextReport::ratio).orElse("-"), RATIO));
    }
    cells.add(
        verdicts.entrySet().stream()
            .map(verdict -> verdict.getKey().text() + (verdict.getValue() ? " met" : " missed"))
            .collect(Collectors.joining(", ")));
    print(cells);
  }

  void failure(Workload workload, String reason) {
    print(List.of(left(workload.figures().getFirst().title(), titleWidth), "failed: " + reason));
  }

  private static String shown(Row row, String side) {
    return row.median(side).map(row.figure().unit()::show).orElse("-");
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2fx", ratio);
  }

  private void print(List<String> cells) {
    out.println(String.join(" | ", cells).stripTrailing());
    out.flush();
  }

  private static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
