package io.togglebolt.raft.tck;

import java.util.ArrayList;
import java.util.List;

/** Takes the line of a directive apart, from left to right. One line's. */
final class DirectiveLine {
  private final String text;
  private int at;

  private DirectiveLine(String text) {
    this.text = text;
  }

  /**
   * A directive.
   *
   * @throws TranscriptException when the line cannot be read: the message says from which column on
   */
  static Directive parse(int line, String text, String input, String expected, int expectedLine) {
    List<Argument> items = new DirectiveLine(text).items();
    if (items.isEmpty() || !items.getFirst().isBare()) {
      throw new TranscriptException("\"" + text + "\" does not begin with a command");
    }
    List<Argument> arguments = items.subList(1, items.size());
    return new Directive(line, items.getFirst().key(), arguments, input, expected, expectedLine);
  }

  private List<Argument> items() {
    List<Argument> items = new ArrayList<>();
    skipSpaces();
    while (at < text.length()) {
      items.add(item());
      skipSpaces();
    }
    return items;
  }

  private Argument item() {
    int start = at;
    String key = until(" \t=");
    if (key.isEmpty() || key.startsWith("(")) {
      throw unreadable(start);
    }
    if (at == text.length() || text.charAt(at) != '=') {
      return Argument.bare(key);
    }
    at++;
    return at < text.length() && text.charAt(at) == '('
        ? Argument.of(key, list())
        : Argument.of(key, List.of(until(" \t")));
  }

  /** Values between parentheses; there may be parentheses in them, but only in pairs. */
  private List<String> list() {
    int open = at++;
    int depth = 1;
    int start = at;
    List<String> values = new ArrayList<>();
    for (; at < text.length(); at++) {
      char each = text.charAt(at);
      depth += each == '(' ? 1 : each == ')' ? -1 : 0;
      if (depth == 0 || (depth == 1 && each == ',')) {
        values.add(text.substring(start, at).strip());
        start = at + 1;
      }
      if (depth == 0) {
        at++;
        return values.equals(List.of("")) ? List.of() : values;
      }
    }
    throw unreadable(open);
  }

  private String until(String ends) {
    int start = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private void skipSpaces() {
    while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private TranscriptException unreadable(int from) {
    return new TranscriptException(
        "cannot read \""
            + text.substring(from)
            + "\" at column "
            + (from + 1)
            + "; expected a word, key=value or key=(value,value)");
  }
}
