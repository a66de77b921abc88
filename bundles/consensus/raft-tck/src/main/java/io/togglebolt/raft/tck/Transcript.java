package io.togglebolt.raft.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A file of directives. Lines that begin with {@code #} are comments. A directive is a line with a
 * command and its arguments, which may go on in the next line behind a backslash; then, up to a
 * line of {@code ----}, its input; then what it prints, up to an empty line. Where that may hold
 * empty lines it stands between doubled lines of {@code ----} instead. A line that begins with
 * {@code subtest} is a heading and no directive.
 *
 * @param name what it is called in messages
 * @param parts all of it, in order
 */
public record Transcript(String name, List<Part> parts) {
  /** Takes a copy of the list. */
  public Transcript {
    Objects.requireNonNull(name, "name");
    parts = List.copyOf(parts);
  }

  /** A piece of a file. */
  public sealed interface Part {}

  /**
   * A comment, a heading or an empty line.
   *
   * @param line as it stands there
   */
  public record Text(String line) implements Part {}

  /**
   * A directive with the lines from which it was read.
   *
   * @param directive what they say
   * @param head the lines before the first {@code ----}, as they stand there
   */
  public record Step(Directive directive, List<String> head) implements Part {
    /** Takes a copy of the list. */
    public Step {
      head = List.copyOf(head);
    }
  }

  /**
   * Reads a file.
   *
   * @throws TranscriptException when it cannot be read: the message begins with name and line
   */
  public static Transcript parse(String name, String text) {
    return new TranscriptParser(name, text).parse();
  }

  /** The directives, in order. */
  public List<Directive> directives() {
    List<Directive> directives = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Step step) {
        directives.add(step.directive());
      }
    }
    return directives;
  }

  /**
   * The file with other output.
   *
   * @param outputs what each directive prints, in order
   */
  public String withOutputs(List<String> outputs) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (Part part : parts) {
      switch (part) {
        case Text comment -> text.append(comment.line()).append('\n');
        case Step step -> {
          step.head().forEach(line -> text.append(line).append('\n'));
          appendOutput(text, outputs.get(at++));
        }
      }
    }
    while (text.length() > 1 && text.charAt(text.length() - 2) == '\n') {
      text.setLength(text.length() - 1);
    }
    return text.toString();
  }

  private static void appendOutput(StringBuilder text, String output) {
    String separator = TranscriptParser.SEPARATOR + "\n";
    boolean doubled = output.startsWith(separator) || output.lines().anyMatch(String::isBlank);
    text.append(doubled ? separator + separator : separator).append(output);
    if (!output.isEmpty() && !output.endsWith("\n")) {
      text.append('\n');
    }
    text.append(doubled ? separator + separator : "").append('\n');
  }
}
