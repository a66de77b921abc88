package io.togglebolt.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands at the cursor: which command, which of its arguments, and the arguments before it.
 *
 * @param usage the command
 * @param placeholder what its usage calls the word at the cursor; empty where nothing is expected
 * @param before the arguments before it, without options
 * @param word the word at the cursor, as far as it is typed
 */
record Completion(Usage usage, String placeholder, List<String> before, String word) {
  private static final String DASHES = "--";

  /** Reads a line of words, the first being the command, with the cursor in one of the others. */
  static Optional<Completion> at(List<String> words, int cursor) {
    if (cursor < 1 || cursor >= words.size()) {
      return Optional.empty();
    }
    return Catalog.find(words.getFirst()).map(usage -> at(usage, words, cursor));
  }

  private static Completion at(Usage usage, List<String> words, int cursor) {
    List<String> before = new ArrayList<>();
    String awaited = "";
    for (String word : words.subList(1, cursor)) {
      if (!awaited.isEmpty()) {
        awaited = "";
      } else if (word.startsWith(DASHES)) {
        awaited = value(usage, word);
      } else {
        before.add(word);
      }
    }
    String placeholder = awaited.isEmpty() ? usage.placeholder(before.size()) : awaited;
    return new Completion(usage, placeholder, List.copyOf(before), words.get(cursor));
  }

  private static String value(Usage usage, String option) {
    return usage.options().stream()
        .filter(known -> known.name().equals(option))
        .map(Usage.Option::value)
        .findFirst()
        .orElse("");
  }

  /** The scope of the command. */
  String scope() {
    return usage.command().substring(0, usage.command().indexOf(':'));
  }
}
