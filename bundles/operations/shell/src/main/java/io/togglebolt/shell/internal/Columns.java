package io.togglebolt.shell.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The columns of a table.
 *
 * @param none what is shown when there is no row
 * @param all the columns, left to right
 * @param <E> what a row is made from
 */
record Columns<E>(String none, List<Column<E>> all) {
  private static final String GAP = "  ";

  /**
   * One column.
   *
   * @param head its title
   * @param right whether its cells stand at the right, as numbers do
   * @param cell makes a row's cell
   * @param <E> what a row is made from
   */
  record Column<E>(String head, boolean right, Function<E, String> cell) {}

  /** No columns yet. */
  static <E> Columns<E> orElse(String none) {
    return new Columns<>(none, List.of());
  }

  /** With one more column of text. */
  Columns<E> text(String head, Function<E, String> cell) {
    return with(new Column<>(head, false, cell));
  }

  /** With one more column of numbers. */
  Columns<E> number(String head, Function<E, Object> cell) {
    return with(new Column<>(head, true, row -> String.valueOf(cell.apply(row))));
  }

  private Columns<E> with(Column<E> column) {
    List<Column<E>> more = new ArrayList<>(all);
    more.add(column);
    return new Columns<>(none, List.copyOf(more));
  }

  /** A table with a head, its columns as wide as they need to be. */
  String table(List<E> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(all.stream().map(Column::head).toList());
    rows.forEach(row -> lines.add(cells(row)));
    int[] widths = new int[all.size()];
    for (List<String> line : lines) {
      Arrays.setAll(widths, i -> Math.max(widths[i], width(line.get(i))));
    }
    return String.join("\n", lines.stream().map(line -> joined(line, widths)).toList());
  }

  private List<String> cells(E row) {
    return all.stream().map(column -> column.cell().apply(row)).toList();
  }

  private String joined(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String blank = " ".repeat(Math.max(0, widths[i] - width(cells.get(i))));
      line.append(i == 0 ? "" : GAP);
      line.append(all.get(i).right() ? blank + cells.get(i) : cells.get(i) + blank);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
