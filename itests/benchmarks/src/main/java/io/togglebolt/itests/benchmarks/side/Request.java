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
record Request(String kind, Map<String, String> settings) {

  static Request parse(String line) {
    String[] words = line.split(" ");
    return new Request(
        words[0],
        Arrays.stream(words)
            .skip(1)
            .map(word -> word.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
  }

  String text(String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new IllegalArgumentException("request " + kind + " lacks the setting " + name);
    }
    return value;
  }

  int integer(String name) {
    return Integer.parseInt(text(name));
  }

  long millisAsNanos(String name) {
    return integer(name) * 1_000_000L;
  }
}
