package io.togglebolt.raft.tck.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.tck.Replay;
import io.togglebolt.raft.tck.TranscriptLanguage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That rewriting a transcript replaces all of it or nothing. */
final class RewriteTest {
  @TempDir private Path directory;

  /** Prints one word. */
  private static final class Word implements TranscriptLanguage {
    @Override
    public Set<String> commands() {
      return Set.of("say");
    }

    @Override
    public Session open() {
      return directive -> "word";
    }
  }

  private String rewrite(int expected) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> arguments = List.of("--rewrite", directory.toString());
    assertEquals(
        expected, Transcripts.run(arguments, () -> new Replay(List.of(new Word())), print, print));
    return out.toString(StandardCharsets.UTF_8).replace(directory.toString(), "DIR");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileWithCarriageReturnsIsNamedAndStaysAsItWas() throws IOException {
    String text = "say\r\n----\r\nother\r\n";
    Path file = Files.writeString(directory.resolve("a.txt"), text);
    String printed = rewrite(1);
    assertTrue(printed.contains("DIR/a.txt: not rewritten: it has carriage returns"), printed);
    assertEquals(text, Files.readString(file));
  }

  @Test
  void theTextIsReplacedAndNothingIsLeftBeside() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "say\n----\nother\n");
    rewrite(0);
    assertEquals("say\n----\nword\n", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void whatWasReadThroughAnotherNameIsNotTouchedBeforeTheNewTextIsWhole() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "say\n----\nother\n");
    Path kept = directory.resolve("kept");
    Files.createLink(kept, file);
    rewrite(0);
    assertEquals("say\n----\nother\n", Files.readString(kept), "it was written over in place");
  }

  @Test
  void aTargetThatCannotBeReplacedStaysAndNothingIsLeftBeside() throws IOException {
    // A directory that holds something is what no file can take the place of, whoever asks.
    Path target = Files.createDirectory(directory.resolve("a.txt"));
    Files.writeString(target.resolve("inside"), "kept");
    assertThrows(IOException.class, () -> TranscriptFiles.replace(target, "new"));
    assertEquals("kept", Files.readString(target.resolve("inside")));
    assertEquals(List.of("a.txt"), names());
  }
}
