package io.togglebolt.raft.tck;

import io.togglebolt.raft.tck.Transcript.Part;
import io.togglebolt.raft.tck.Transcript.Step;
import io.togglebolt.raft.tck.Transcript.Text;
import java.util.ArrayList;
import java.util.List;

/** Reads a file of directives line by line. One file's. */
final class TranscriptParser {
  static final String SEPARATOR = "----";

  private static final String HEADING = "subtest";

  private final String name;
  private final List<String> lines;
  private int at;

  TranscriptParser(String name, String text) {
    this.name = name;
    this.lines = text.lines().toList();
  }

  /** All of the file. */
  Transcript parse() {
    List<Part> parts = new ArrayList<>();
    while (at < lines.size()) {
      String line = lines.get(at).strip();
      if (line.isEmpty() || line.startsWith("#") || isHeading(line)) {
        parts.add(new Text(lines.get(at++)));
      } else {
        parts.add(step());
      }
    }
    return new Transcript(name, parts);
  }

  /** Some files name their parts. That is no directive: there is nothing to be printed. */
  private static boolean isHeading(String line) {
    return line.equals(HEADING) || line.startsWith(HEADING + " ");
  }

  private Step step() {
    int first = at;
    String line = directiveLine();
    int inputFrom = at;
    while (at < lines.size() && !lines.get(at).equals(SEPARATOR)) {
      at++;
    }
    if (at == lines.size()) {
      throw error(first, "directive \"" + line + "\" has no line of " + SEPARATOR + " behind it");
    }
    List<String> head = lines.subList(first, at);
    String input = String.join("\n", lines.subList(inputFrom, at)).strip();
    at++;
    boolean doubled = at < lines.size() && lines.get(at).equals(SEPARATOR);
    int expectedLine = at + (doubled ? 2 : 1);
    String expected = doubled ? doubled() : single();
    try {
      return new Step(DirectiveLine.parse(first + 1, line, input, expected, expectedLine), head);
    } catch (TranscriptException e) {
      throw error(first, e.getMessage());
    }
  }

  /** A line that ends with a backslash goes on in the next. */
  private String directiveLine() {
    StringBuilder line = new StringBuilder(lines.get(at++).strip());
    while (line.charAt(line.length() - 1) == '\\' && at < lines.size()) {
      line.setLength(line.length() - 1);
      line.append(' ').append(lines.get(at++).strip());
    }
    return line.toString();
  }

  private String single() {
    StringBuilder expected = new StringBuilder();
    while (at < lines.size() && !lines.get(at).isBlank()) {
      expected.append(lines.get(at++)).append('\n');
    }
    at++; // The empty line belongs to the output: rewriting adds it again.
    return expected.toString();
  }

  private String doubled() {
    int first = at++;
    StringBuilder expected = new StringBuilder();
    while (at + 1 < lines.size()) {
      if (lines.get(at).equals(SEPARATOR) && lines.get(at + 1).equals(SEPARATOR)) {
        at += at + 2 < lines.size() && lines.get(at + 2).isBlank() ? 3 : 2;
        return expected.toString();
      }
      expected.append(lines.get(at++)).append('\n');
    }
    throw error(first, "output between doubled lines of " + SEPARATOR + " does not end");
  }

  private TranscriptException error(int index, String message) {
    return new TranscriptException(name + ":" + (index + 1) + ": " + message);
  }
}
