package io.togglebolt.shell.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing shown as lines of a label and a value.
 *
 * @param lines the lines, top to bottom
 */
record Details(List<Line> lines) {

  /**
   * One line.
   *
   * @param label what it is
   * @param value the value in words
   */
  record Line(String label, String value) {}

  /** No lines yet. */
  static Details none() {
    return new Details(List.of());
  }

  /** With one more line. */
  Details with(String label, Object value) {
    List<Line> more = new ArrayList<>(lines);
    more.add(new Line(label, String.valueOf(value)));
    return new Details(List.copyOf(more));
  }

  /** The lines, their values beneath each other, without a line break at the end. */
  String text() {
    int width = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
    return String.join(
        "\n",
        lines.stream()
            .map(
                line ->
                    (line.label() + " ".repeat(width - line.label().length()) + "  " + line.value())
                        .stripTrailing())
            .toList());
  }
}
