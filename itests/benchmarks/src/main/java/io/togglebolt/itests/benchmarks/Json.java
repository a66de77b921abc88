package io.togglebolt.itests.benchmarks;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers, booleans and null as JSON, indented. */
public final class Json {
  private static final String INDENT = "  ";

  private Json() {}

  /** The text of a value, ending with a line feed. */
  public static String of(@Nullable Object value) {
    StringBuilder text = new StringBuilder();
    write(value, "\n", text);
    return text.append('\n').toString();
  }

  private static void write(@Nullable Object value, String newLine, StringBuilder to) {
    switch (value) {
      case null -> to.append("null");
      case Map<?, ?> map -> writeMap(map, newLine, to);
      case List<?> list -> writeList(list, newLine, to);
      case String text -> writeText(text, to);
      case Double number when !Double.isFinite(number) ->
          throw new IllegalArgumentException(number + " cannot be written as JSON");
      case Number number -> to.append(number);
      case Boolean bool -> to.append(bool);
      default ->
          throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON");
    }
  }

  private static void writeMap(Map<?, ?> map, String newLine, StringBuilder to) {
    if (map.isEmpty()) {
      to.append("{}");
      return;
    }
    String inner = newLine + INDENT;
    String before = "{" + inner;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      to.append(before);
      writeText(String.valueOf(entry.getKey()), to);
      to.append(": ");
      write(entry.getValue(), inner, to);
      before = "," + inner;
    }
    to.append(newLine).append('}');
  }

  private static void writeList(List<?> list, String newLine, StringBuilder to) {
    if (list.isEmpty()) {
      to.append("[]");
      return;
    }
    String inner = newLine + INDENT;
    to.append('[');
    for (Iterator<?> each = list.iterator(); each.hasNext(); ) {
      to.append(inner);
      write(each.next(), inner, to);
      to.append(each.hasNext() ? "," : newLine);
    }
    to.append(']');
  }

  private static void writeText(String text, StringBuilder to) {
    to.append('"');
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> to.append('\\').append(c);
        case '\n' -> to.append("\\n");
        case '\t' -> to.append("\\t");
        default -> {
          if (c < ' ') {
            to.append(String.format("\\u%04x", (int) c));
          } else {
            to.append(c);
          }
        }
      }
    }
    to.append('"');
  }
}
