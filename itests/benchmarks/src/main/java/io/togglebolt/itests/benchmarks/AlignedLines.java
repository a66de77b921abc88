package io.togglebolt.itests.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** A table in plain text: columns stand under each other, the first to the left. */
public final class AlignedLines {

  private AlignedLines() {}

  /**
   * Prints it.
   *
   * @param lines each with as many words as the first
   */
  public static void print(List<List<String>> lines, PrintStream out) {
    int columns = lines.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String padding = " ".repeat(widths[i] - line.get(i).length());
        text.append(i == 0 ? line.get(i) + padding : " | " + padding + line.get(i));
      }
      out.println(text.toString().stripTrailing());
    }
  }
}
