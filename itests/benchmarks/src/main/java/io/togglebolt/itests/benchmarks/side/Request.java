package io.togglebolt.itests.benchmarks.side;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One line of what is asked: a kind of measurement and its settings, as in {@code get threads=2}.
 *
 * @param kind the measurement
 * @param settings its settings by name
 */
public record Request(String kind, Map<String, String> settings) {

  /** Parses a line. */
  public static Request parse(String line) {
    String[] words = line.split(" ");
    return new Request(
        words[0],
        Arrays.stream(words)
            .skip(1)
            .map(word -> word.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
  }

  /** A setting that must be there. */
  public String text(String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException("request " + kind + " lacks the setting " + name);
    }
    return value;
  }

  /** A setting that is a number. */
  public int integer(String name) {
    return Integer.parseInt(text(name));
  }

  /** A setting in milliseconds, in nanoseconds. */
  public long millisAsNanos(String name) {
    return integer(name) * 1_000_000L;
  }
}
