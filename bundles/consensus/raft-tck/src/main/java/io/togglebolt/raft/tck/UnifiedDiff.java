package io.togglebolt.raft.tck;

import java.util.ArrayList;
import java.util.List;

/**
 * What differs between two texts, line by line: lines that are expected and missing with a minus,
 * lines that came unexpected with a plus, around them a few that agree. By the longest common
 * subsequence, which for outputs of a few hundred lines costs nothing that matters.
 */
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** Above this the table would be too large: the texts are shown one below the other. */
  private static final long MOST_CELLS = 16_000_000;

  private final List<String> expected;
  private final List<String> actual;

  private UnifiedDiff(List<String> expected, List<String> actual) {
    this.expected = expected;
    this.actual = actual;
  }

  /**
   * The difference.
   *
   * @param firstLine where the expected text begins in its file, for the hunks' headings
   */
  static String between(String expected, String actual, int firstLine) {
    UnifiedDiff diff = new UnifiedDiff(expected.lines().toList(), actual.lines().toList());
    return hunks(diff.edits(), firstLine);
  }

  /** One line of a diff: what became of it (' ', '-' or '+') and what it says. */
  private record Edit(char sign, String line) {}

  private List<Edit> edits() {
    int start = 0;
    int least = Math.min(expected.size(), actual.size());
    while (start < least && expected.get(start).equals(actual.get(start))) {
      start++;
    }
    int end = 0;
    while (end < least - start
        && expected.get(expected.size() - 1 - end).equals(actual.get(actual.size() - 1 - end))) {
      end++;
    }
    List<Edit> edits = new ArrayList<>();
    add(edits, ' ', expected, 0, start);
    changed(edits, start, end);
    add(edits, ' ', expected, expected.size() - end, expected.size());
    return edits;
  }

  private void changed(List<Edit> edits, int start, int end) {
    List<String> left = expected.subList(start, expected.size() - end);
    List<String> right = actual.subList(start, actual.size() - end);
    if ((long) left.size() * right.size() > MOST_CELLS) {
      add(edits, '-', left, 0, left.size());
      add(edits, '+', right, 0, right.size());
      return;
    }
    int[][] common = commonLengths(left, right);
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
        edits.add(new Edit(' ', left.get(i)));
        i++;
        j++;
      } else if (j == right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
        edits.add(new Edit('-', left.get(i++)));
      } else {
        edits.add(new Edit('+', right.get(j++)));
      }
    }
  }

  /** How many lines the two have in common from each pair of places on. */
  private static int[][] commonLengths(List<String> left, List<String> right) {
    int[][] common = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        common[i][j] =
            left.get(i).equals(right.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private static void add(List<Edit> edits, char sign, List<String> lines, int from, int to) {
    for (String line : lines.subList(from, to)) {
      edits.add(new Edit(sign, line));
    }
  }

  private static String hunks(List<Edit> edits, int firstLine) {
    StringBuilder text = new StringBuilder();
    int left = firstLine;
    boolean inHunk = false;
    for (int at = 0; at < edits.size(); at++) {
      boolean shown = nearChange(edits, at);
      if (shown && !inHunk) {
        text.append("@@ line ").append(left).append(" @@\n");
      }
      inHunk = shown;
      Edit edit = edits.get(at);
      if (shown) {
        text.append(edit.sign()).append(edit.line()).append('\n');
      }
      left += edit.sign() == '+' ? 0 : 1;
    }
    return text.toString();
  }

  private static boolean nearChange(List<Edit> edits, int at) {
    int from = Math.max(0, at - CONTEXT);
    int to = Math.min(edits.size(), at + CONTEXT + 1);
    return edits.subList(from, to).stream().anyMatch(edit -> edit.sign() != ' ');
  }
}
