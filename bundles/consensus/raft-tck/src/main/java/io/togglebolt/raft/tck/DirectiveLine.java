package io.togglebolt.raft.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the line of a directive apart. */
final class DirectiveLine {
  /** A word, with a value, values in parentheses, or nothing behind it. */
  private static final Pattern ITEM =
      Pattern.compile(
          "(?<key>[-a-zA-Z0-9/_,.]+)(?:=(?:\\((?<list>[^)]*)\\)|(?<value>[-a-zA-Z0-9_@=+/,.]*)))?(?="
              + " |$)");

  private DirectiveLine() {}

  /**
   * A directive.
   *
   * @throws TranscriptException when the line cannot be read: the message says from which column on
   */
  static Directive parse(int line, String text, String input, String expected, int expectedLine) {
    List<Argument> items = new ArrayList<>();
    Matcher matcher = ITEM.matcher(text);
    int at = skipSpaces(text, 0);
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new TranscriptException(
            "cannot read \""
                + text.substring(at)
                + "\" at column "
                + (at + 1)
                + "; expected a word, key=value or key=(value,value)");
      }
      items.add(item(matcher));
      at = skipSpaces(text, matcher.end());
    }
    if (items.isEmpty() || !items.getFirst().isBare()) {
      throw new TranscriptException("\"" + text + "\" does not begin with a command");
    }
    return new Directive(
        line,
        items.getFirst().key(),
        items.subList(1, items.size()),
        input,
        expected,
        expectedLine);
  }

  private static Argument item(Matcher matcher) {
    String key = matcher.group("key");
    String list = matcher.group("list");
    if (list != null) {
      return Argument.of(key, split(list));
    }
    String value = matcher.group("value");
    return value == null ? Argument.bare(key) : Argument.of(key, List.of(value));
  }

  private static List<String> split(String list) {
    List<String> values = new ArrayList<>();
    if (list.isBlank()) {
      return values;
    }
    for (String value : list.split(",", -1)) {
      values.add(value.strip());
    }
    return values;
  }

  private static int skipSpaces(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }
}
