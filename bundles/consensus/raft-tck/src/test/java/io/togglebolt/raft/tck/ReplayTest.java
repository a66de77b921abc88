package io.togglebolt.raft.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayTest {
  /**
   * Says how often it was asked in this file; {@code fail}, {@code assert} and {@code wrong} throw.
   */
  private record Counting(Set<String> commands) implements TranscriptLanguage {
    @Override
    public Session open() {
      int[] count = {0};
      return directive ->
          switch (directive.command()) {
            case "fail" -> throw new IllegalStateException("broken");
            case "assert" -> throw new AssertionError("not so");
            case "wrong" -> throw new TranscriptException("argument x is not known");
            default -> Integer.toString(++count[0]);
          };
    }
  }

  private static final Counting COUNTING = new Counting(Set.of("assert", "count", "fail", "wrong"));

  private static Replay.Result run(String text) {
    return new Replay(List.of(COUNTING)).run(Transcript.parse("t.txt", text));
  }

  @Test
  void whatAgreesIsNoDifference() {
    Replay.Result result = run("count\n----\n1\n\ncount\n----\n2\n");
    assertEquals(2, result.directives());
    assertEquals(List.of(), result.differences());
    assertEquals(List.of("1\n", "2\n"), result.outputs());
  }

  @Test
  void eachFileBeginsAnew() {
    Replay replay = new Replay(List.of(COUNTING));
    Transcript transcript = Transcript.parse("t.txt", "count\n----\n1\n");
    assertEquals(List.of(), replay.run(transcript).differences());
    assertEquals(List.of(), replay.run(transcript).differences());
  }

  @Test
  void aDifferenceNamesFileAndLineAndShowsADiff() {
    Replay.Result result = run("# x\n\ncount\n----\n7\n");
    assertEquals(
        "t.txt:3: count printed something else\n--- expected\n+++ actual\n@@ line 5 @@\n-7\n+1\n",
        result.differences().getFirst().toString());
    assertEquals(List.of(), result.errors());
  }

  @Test
  void anErrorIsADifferenceAndDoesNotEndTheRun() {
    Replay.Result result =
        run("wrong\n----\n\nother\n----\n\nfail\n----\n\nassert\n----\n\ncount\n----\n1\n");
    List<String> lines = result.differences().stream().map(Difference::toString).toList();
    assertEquals(4, lines.size());
    assertEquals("t.txt:1: argument x is not known\n", lines.get(0));
    assertEquals(
        "t.txt:4: command other is not known; expected one of assert, count, fail, wrong\n",
        lines.get(1));
    assertTrue(
        lines
            .get(2)
            .startsWith("t.txt:7: fail failed: java.lang.IllegalStateException: broken at "),
        lines.get(2));
    assertEquals(1, lines.get(2).lines().count());
    assertTrue(
        lines.get(3).startsWith("t.txt:10: assert failed: java.lang.AssertionError: not so at "),
        lines.get(3));
    assertEquals(result.differences(), result.errors());
    assertEquals("1\n", result.outputs().getLast());
  }

  @Test
  void aFileMayExpectThatADirectiveIsRefused() {
    Replay.Result result = run("wrong\n----\nargument x is not known\n");
    assertEquals(List.of(), result.differences());
    assertEquals(List.of("argument x is not known\n"), result.outputs());
  }

  @Test
  void whatAnErrorLeavesUndoneKeepsItsExpectedOutput() {
    assertEquals(List.of("as it was\n"), run("fail\n----\nas it was\n").outputs());
  }

  @Test
  void twoLanguagesMayNotKnowTheSameCommand() {
    List<TranscriptLanguage> languages = List.of(COUNTING, new Counting(Set.of("count")));
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Replay(languages)).getMessage();
    assertTrue(message.startsWith("command count is known to both "), message);
  }
}
