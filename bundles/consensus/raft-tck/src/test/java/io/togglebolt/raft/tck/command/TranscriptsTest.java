package io.togglebolt.raft.tck.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.tck.Replay;
import io.togglebolt.raft.tck.TranscriptException;
import io.togglebolt.raft.tck.TranscriptLanguage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptsTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Prints its words; {@code refuse} is an error. */
  private static final class Echo implements TranscriptLanguage {
    @Override
    public Set<String> commands() {
      return Set.of("echo", "refuse");
    }

    @Override
    public Session open() {
      return directive -> {
        if (directive.command().equals("refuse")) {
          throw new TranscriptException("refused");
        }
        return String.join("\n", directive.words());
      };
    }
  }

  private int run(Object... arguments) {
    return Transcripts.run(
        Arrays.stream(arguments).map(Object::toString).toList(),
        () -> new Replay(List.of(new Echo())),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private Path file(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8).replace(directory.toString(), "DIR");
  }

  private String complained() {
    return err.toString(StandardCharsets.UTF_8).replace(directory.toString(), "DIR");
  }

  @Test
  void filesThatAgreeAreCounted() throws IOException {
    file("a.txt", "echo a\n----\na\n\necho b c\n----\nb\nc\n");
    file("below/b.txt", "echo x\n----\nx\n");
    file("below/README.md", "echo x\n----\ny\n");
    assertEquals(0, run(directory));
    assertEquals("2 files, 3 directives, 0 differences\n", printed());
  }

  @Test
  void differencesAreShownInTheOrderOfTheFilesAndCounted() throws IOException {
    file("b.txt", "echo b\n----\nx\n");
    file("a/a.txt", "refuse\n----\n\necho a\n----\na\n");
    file("c.txt", "echo");
    assertEquals(1, run(directory));
    assertEquals(
        """
        DIR/a/a.txt:1: refused
        DIR/b.txt:1: echo printed something else
        --- expected
        +++ actual
        @@ line 3 @@
        -x
        +b
        DIR/c.txt:1: directive "echo" has no line of ---- behind it
        3 files, 3 directives, 3 differences
        """,
        printed());
  }

  @Test
  void severalDirectoriesAndSingleFilesMayBeGiven() throws IOException {
    file("one/a.txt", "echo a\n----\na\n");
    Path two = file("two/a.txt", "echo a\n----\na\n");
    assertEquals(0, run(directory.resolve("one"), two));
    assertEquals("2 files, 2 directives, 0 differences\n", printed());
  }

  @Test
  void filesWithoutDirectivesAreSkippedAndSaidToBe() throws IOException {
    file("a.txt", "# Only words.\n");
    file("b.txt", "echo b\n----\nb\n");
    assertEquals(0, run(directory));
    assertEquals(
        "DIR/a.txt: skipped, since it has no directives\n1 files, 1 directives, 0 differences\n",
        printed());
  }

  @Test
  void aFileThatIsNoTextIsADifference() throws IOException {
    Files.write(directory.resolve("a.txt"), new byte[] {(byte) 0xff, '\n'});
    assertEquals(1, run(directory));
    assertEquals("DIR/a.txt:1: is not UTF-8\n1 files, 0 directives, 1 differences\n", printed());
  }

  @Test
  void rewritingPutsInWhatWasPrintedAndNothingElse() throws IOException {
    Path wrong = file("a.txt", "# A.\necho a \\\n  b\n----\nx\n\n\n# B.\nrefuse\n----\nkept\n");
    Path right = file("b.txt", "echo b\n----\nb\n");
    assertEquals(1, run("--rewrite", directory));
    assertEquals(
        "# A.\necho a \\\n  b\n----\na\nb\n\n\n# B.\nrefuse\n----\nkept\n",
        Files.readString(wrong));
    assertEquals("echo b\n----\nb\n", Files.readString(right));
    assertEquals(
        """
        DIR/a.txt:9: refused
        DIR/a.txt: rewritten
        2 files, 3 directives, 1 differences
        """,
        printed());
  }

  @Test
  void rewrittenFilesAgree() throws IOException {
    file("a.txt", "echo a b\n----\n\n\n\n# more\necho\n----\n");
    assertEquals(0, run("--rewrite", directory));
    out.reset();
    assertEquals(0, run(directory));
    assertEquals("1 files, 2 directives, 0 differences\n", printed());
  }

  @Test
  void aDirectoryThatIsMissingOrEmptyIsAnError() throws IOException {
    assertEquals(2, run(directory.resolve("gone")));
    assertEquals(
        "transcripts: there is no DIR/gone; expected a directory of *.txt\n", complained());
    err.reset();
    assertEquals(2, run(directory));
    assertEquals("transcripts: there are no *.txt below DIR\n", complained());
    err.reset();
    file("a.txt", "# Only words.\n");
    assertEquals(2, run(directory));
    assertEquals(
        "transcripts: none of the files has a directive: nothing was replayed\n", complained());
  }

  @Test
  void argumentsThatMakeNoSenseAreAnError() {
    assertEquals(2, run());
    assertTrue(complained().startsWith("usage: "), complained());
    err.reset();
    assertEquals(2, run("--wrong", directory));
    assertEquals("transcripts: option --wrong is not known; expected --rewrite\n", complained());
    assertEquals(0, run("--help"));
    assertTrue(printed().startsWith("usage: "), printed());
  }
}
