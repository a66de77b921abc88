package io.togglebolt.metrics.prometheus.internal;

import io.togglebolt.metrics.MetricFamily.Label;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An exposition as a naive reader finds it, line by line: made from the formats' descriptions and
 * not from the writer. Fails on whatever neither format has.
 *
 * @param types by the name in the line, in the order of the lines
 * @param helps likewise
 * @param samples in the order of the lines
 * @param ended whether the last line is that with which OpenMetrics ends
 */
record Exposition(
    Map<String, String> types, Map<String, String> helps, List<Sample> samples, boolean ended) {

  /** A line with a value. */
  record Sample(String name, List<Label> labels, double value) {}

  static Exposition parse(String text) {
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw new AssertionError("the last line has no end");
    }
    Exposition found =
        new Exposition(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>(), false);
    String[] lines = text.isEmpty() ? new String[0] : text.split("\n");
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].equals("# EOF")) {
        if (i != lines.length - 1 || text.endsWith("\n\n")) {
          throw new AssertionError("something comes after the end");
        }
        return new Exposition(found.types, found.helps, found.samples, true);
      }
      found.add(lines[i]);
    }
    return found;
  }

  private void add(String line) {
    if (line.startsWith("# HELP ")) {
      String[] words = line.split(" ", 4);
      once(helps.put(words[2], unescaped(words[3])), line);
    } else if (line.startsWith("# TYPE ")) {
      String[] words = line.split(" ", 4);
      once(types.put(words[2], words[3]), line);
    } else {
      samples.add(new Reader(line).sample());
    }
  }

  private static void once(String before, String line) {
    if (before != null) {
      throw new AssertionError("a second time: " + line);
    }
  }

  static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        c =
            switch (text.charAt(i)) {
              case 'n' -> '\n';
              case '"' -> '"';
              case '\\' -> '\\';
              default -> throw new AssertionError("an escape that is none in " + text);
            };
      }
      plain.append(c);
    }
    return plain.toString();
  }

  /** Reads one sample, character by character. */
  private static final class Reader {
    private final String line;
    private int at;

    Reader(String line) {
      this.line = line;
    }

    Sample sample() {
      String name = until("{ ");
      List<Label> labels = new ArrayList<>();
      if (line.charAt(at) == '{') {
        do {
          at++;
          labels.add(label());
        } while (line.charAt(at) == ',');
        expect('}');
      }
      expect(' ');
      return new Sample(name, labels, number(line.substring(at)));
    }

    private Label label() {
      String name = until("=");
      expect('=');
      expect('"');
      int begin = at;
      while (line.charAt(at) != '"') {
        at += line.charAt(at) == '\\' ? 2 : 1;
      }
      Label label = new Label(name, unescaped(line.substring(begin, at)));
      expect('"');
      return label;
    }

    private String until(String ends) {
      int begin = at;
      while (ends.indexOf(line.charAt(at)) < 0) {
        at++;
      }
      return line.substring(begin, at);
    }

    private void expect(char c) {
      if (line.charAt(at) != c) {
        throw new AssertionError("expected " + c + " at " + at + " of " + line);
      }
      at++;
    }
  }

  static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        if (!text.matches("-?[0-9]+(\\.[0-9]+)?(e[+-][0-9]+)?")) {
          throw new AssertionError("a number that is none: " + text);
        }
        yield Double.parseDouble(text);
      }
    };
  }
}
