package io.togglebolt.raft.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
  private static String numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  @Test
  void equalTextsHaveNoDiff() {
    assertEquals("", UnifiedDiff.between("a\nb\n", "a\nb\n", 1));
    assertEquals("", UnifiedDiff.between("", "", 1));
  }

  @Test
  void linesThatAreMissingOrTooManyAreMarked() {
    assertEquals(
        "@@ line 7 @@\n a\n-b\n+x\n c\n", UnifiedDiff.between("a\nb\nc\n", "a\nx\nc\n", 7));
    assertEquals("@@ line 1 @@\n+a\n", UnifiedDiff.between("", "a\n", 1));
    assertEquals("@@ line 1 @@\n-a\n", UnifiedDiff.between("a\n", "", 1));
    assertEquals(
        "@@ line 1 @@\n a\n-b\n c\n+d\n", UnifiedDiff.between("a\nb\nc\n", "a\nc\nd\n", 1));
  }

  @Test
  void onlyAFewLinesAroundAreShown() {
    String diff =
        UnifiedDiff.between(
            numbers(1, 30), numbers(1, 9) + "x\n" + numbers(11, 24) + numbers(26, 30), 100);
    assertEquals(
        "@@ line 106 @@\n 7\n 8\n 9\n-10\n+x\n 11\n 12\n 13\n"
            + "@@ line 121 @@\n 22\n 23\n 24\n-25\n 26\n 27\n 28\n",
        diff);
  }

  @Test
  void hugeTextsAreShownOneBelowTheOther() {
    String diff = UnifiedDiff.between(numbers(1, 5_000), numbers(5_001, 10_000), 1);
    assertEquals(10_001, diff.lines().count());
    assertTrue(diff.startsWith("@@ line 1 @@\n-1\n-2\n"), diff.substring(0, 30));
    assertTrue(diff.endsWith("+10000\n"));
  }
}
