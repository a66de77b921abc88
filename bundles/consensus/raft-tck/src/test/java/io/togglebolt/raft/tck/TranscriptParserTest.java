package io.togglebolt.raft.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptParserTest {
  private static Directive only(String text) {
    List<Directive> directives = Transcript.parse("t.txt", text).directives();
    assertEquals(1, directives.size());
    return directives.getFirst();
  }

  private static String error(String text) {
    return assertThrows(TranscriptException.class, () -> Transcript.parse("t.txt", text))
        .getMessage();
  }

  @Test
  void aDirectiveHasACommandArgumentsInputAndOutput() {
    Directive directive =
        only(
            """
            # A comment.

            propose-conf-change 1 v1=true both=(2, 3,_) none=()
            v4
            l5
            ----
            one
              two
            """);
    assertEquals("propose-conf-change", directive.command());
    assertEquals(3, directive.line());
    assertEquals(7, directive.expectedLine());
    assertEquals("v4\nl5", directive.input());
    assertEquals("one\n  two\n", directive.expected());
    assertEquals(
        List.of(
            Argument.bare("1"),
            Argument.of("v1", List.of("true")),
            Argument.of("both", List.of("2", "3", "_")),
            Argument.of("none", List.of())),
        directive.arguments());
    assertEquals(List.of("1"), directive.words());
  }

  @Test
  void anEmptyLineEndsTheOutput() {
    List<Directive> directives =
        Transcript.parse("t.txt", "a\n----\n\nb\n----\nx\n\n# c\nc\n----\n").directives();
    assertEquals(List.of("", "x\n", ""), directives.stream().map(Directive::expected).toList());
    assertEquals(List.of("a", "b", "c"), directives.stream().map(Directive::command).toList());
  }

  @Test
  void outputBetweenDoubledLinesMayHoldEmptyLines() {
    List<Directive> directives =
        Transcript.parse("t.txt", "a\n----\n----\n\none\n----\n\n----\n----\n\nb\n----\nx\n")
            .directives();
    assertEquals(
        List.of("\none\n----\n\n", "x\n"), directives.stream().map(Directive::expected).toList());
    assertEquals(List.of(4, 13), directives.stream().map(Directive::expectedLine).toList());
  }

  @Test
  void aLineThatEndsWithABackslashGoesOnInTheNext() {
    Directive directive = only("add-nodes 3 \\\n  voters=(1,2) \\\n  index=2\n----\nok\n");
    assertEquals(
        List.of(
            Argument.bare("3"),
            Argument.of("voters", List.of("1", "2")),
            Argument.of("index", List.of("2"))),
        directive.arguments());
    assertEquals("", directive.input());
  }

  @Test
  void whatStandsBehindDoubledLinesIsTheNextDirective() {
    List<Directive> directives =
        Transcript.parse("t.txt", "a\n----\n----\nx\n----\n----\nb\n----\ny\n").directives();
    assertEquals(List.of("x\n", "y\n"), directives.stream().map(Directive::expected).toList());
  }

  @Test
  void wordsAndValuesMayHoldAnyCharacterButSpaces() {
    Directive directive = only("propose 1 \"foo\" a=🍌(x k=(a (b, c), d) e=\n----\n");
    assertEquals(
        List.of(
            Argument.bare("1"),
            Argument.bare("\"foo\""),
            Argument.of("a", List.of("🍌(x")),
            Argument.of("k", List.of("a (b, c)", "d")),
            Argument.of("e", List.of(""))),
        directive.arguments());
  }

  @Test
  void headingsAreNoDirectives() {
    String text = "subtest one\n\na\n----\nx\n\nsubtest end\n";
    Transcript transcript = Transcript.parse("t.txt", text);
    assertEquals(1, transcript.directives().size());
    assertEquals(text, transcript.withOutputs(List.of("x")));
  }

  @Test
  void aFileOfCommentsHasNoDirectives() {
    assertEquals(List.of(), Transcript.parse("t.txt", "# Nothing\n\n# here.\n").directives());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stabilize\\n\\n# no more|t.txt:1: directive \"stabilize\" has no line of ---- behind it",
        "a =b\\n----\\n|t.txt:1: cannot read \"=b\" at column 3; expected a word, key=value or"
            + " key=(value,value)",
        "a k=(b\\n----\\n|t.txt:1: cannot read \"(b\" at column 5; expected a word, key=value or"
            + " key=(value,value)",
        "a (b\\n"
            + "----\\n"
            + "|t.txt:1: cannot read \"(b\" at column 3; expected a word, key=value or"
            + " key=(value,value)",
        "\\na=b\\n----\\n|t.txt:2: \"a=b\" does not begin with a command",
        "a\\n----\\n----\\nx\\n|t.txt:3: output between doubled lines of ---- does not end",
      })
  void whatCannotBeReadIsNamedWithFileAndLine(String text, String message) {
    assertEquals(message, error(text.replace("\\n", "\n")));
  }

  @Test
  void argumentsAreReadAsWhatTheyMustBe() {
    Directive directive = only("a yes=true no=false n=18446744073709551615 ids=(1,2)\n----\n");
    assertTrue(directive.argument("yes").orElseThrow().asBoolean());
    assertFalse(directive.argument("no").orElseThrow().asBoolean());
    assertEquals(-1, directive.argument("n").orElseThrow().asNumber());
    assertEquals(List.of(1L, 2L), directive.argument("ids").orElseThrow().asNumbers());
    assertEquals(Optional.empty(), directive.argument("other"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k=maybe", "k=(true,true)", "k=()"})
  void anArgumentThatIsNeitherTrueNorFalseIsRefused(String text) {
    Argument argument = only("a " + text + "\n----\n").argument("k").orElseThrow();
    String message = assertThrows(TranscriptException.class, argument::asBoolean).getMessage();
    assertTrue(message.startsWith("argument k "), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"k=x", "k=-1", "k=18446744073709551616", "k=(1,2)"})
  void anArgumentThatIsNoNumberIsRefused(String text) {
    Argument argument = only("a " + text + "\n----\n").argument("k").orElseThrow();
    String message = assertThrows(TranscriptException.class, argument::asNumber).getMessage();
    assertTrue(message.contains("k "), message);
  }

  @Test
  void wordsThatAreMissingOrTooManyAreRefused() {
    Directive directive = only("a 1 two k=3\n----\n");
    assertEquals(1, directive.number(0, "a node"));
    assertEquals(
        "a node of a is \"two\"; expected a whole number of 64 bits",
        assertThrows(TranscriptException.class, () -> directive.number(1, "a node")).getMessage());
    assertEquals(
        "a has 2 words behind it; expected data as number 3",
        assertThrows(TranscriptException.class, () -> directive.word(2, "data")).getMessage());
    assertEquals(
        "a has 2 words behind it; expected at most 1",
        assertThrows(TranscriptException.class, () -> directive.allow(1, "k")).getMessage());
    assertEquals(
        "a knows no argument k; expected x, y",
        assertThrows(TranscriptException.class, () -> directive.allow(2, "x", "y")).getMessage());
    directive.allow(2, "k");
  }

  @Test
  void writingWhatWasReadChangesNothing() {
    String text =
        """
        # A story.

        a 1 \\
          k=(2,3)
        input

        more
        ----
        one
        two

        # Between.


        b
        ----

        c
        ----
        ----

        x
        ----
        ----

        d
        ----
        end
        """;
    Transcript transcript = Transcript.parse("t.txt", text);
    assertEquals(
        text,
        transcript.withOutputs(transcript.directives().stream().map(Directive::expected).toList()));
  }

  @Test
  void outputIsReplacedAndDoubledWhereItHoldsEmptyLines() {
    Transcript transcript =
        Transcript.parse("t.txt", "# x\na\n----\nold\n\nb\n----\n----\n\n----\n----\n");
    assertEquals(
        "# x\na\n----\n----\nnew\n\nlines\n----\n----\n\nb\n----\nshort\n",
        transcript.withOutputs(List.of("new\n\nlines", "short\n")));
  }
}
