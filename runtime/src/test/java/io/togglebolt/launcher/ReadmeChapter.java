package io.togglebolt.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A chapter of the main README, as far as it is meant for a machine.
 *
 * @param steps what a reader types, in order
 * @param code the Java that it shows
 */
record ReadmeChapter(List<Step> steps, String code) {
  private static final String FENCE = "```";
  private static final String PROMPT = "togglebolt> ";

  /**
   * What is typed.
   *
   * @param inContainer whether into the container's shell, and not into the system's
   * @param line the line
   */
  record Step(boolean inContainer, String line) {}

  static ReadmeChapter read(Path readme, String title) throws IOException {
    List<String> lines = Files.readAllLines(readme);
    int first = lines.indexOf("## " + title) + 1;
    if (first == 0) {
      throw new AssertionError(readme + " has no chapter '" + title + "'");
    }
    List<Step> steps = new ArrayList<>();
    StringBuilder code = new StringBuilder();
    String fence = "";
    for (String line : lines.subList(first, lines.size())) {
      if (line.startsWith("## ")) {
        break;
      }
      if (line.startsWith(FENCE)) {
        fence = fence.isEmpty() ? line : "";
      } else if (fence.equals(FENCE + "java")) {
        code.append(line).append('\n');
      } else if (!fence.isEmpty()) {
        boolean inContainer = line.startsWith(PROMPT);
        steps.add(new Step(inContainer, inContainer ? line.substring(PROMPT.length()) : line));
      }
    }
    return new ReadmeChapter(List.copyOf(steps), code.toString());
  }
}
