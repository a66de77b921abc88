package io.togglebolt.shell.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who typed a part of a name wrongly. */
final class Nearest {
  private static final int MOST = 3;

  /** A name is near when at most one in so many characters would have to be another. */
  private static final int CHARACTERS_PER_SLIP = 3;

  private static final int GREATEST_DISTANCE = 3;

  private Nearest() {}

  /**
   * The command that is meant by a name that none has, as the command line around the shell finds
   * it: compared with and without the scope, so that {@code chek} finds {@code bolt:check}.
   */
  static Optional<String> command(String typed, Collection<String> commands) {
    return commands.stream()
        .filter(command -> distance(typed, command) <= GREATEST_DISTANCE)
        .min(
            Comparator.<String>comparingInt(command -> distance(typed, command))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int distance(String typed, String command) {
    String name = typed.contains(":") ? command : command.substring(command.indexOf(':') + 1);
    int edits = costs(typed, name, false)[name.length()];
    return edits < name.length() ? edits : Integer.MAX_VALUE;
  }

  /** The option that is meant; both dashes say nothing about that. */
  static Optional<String> option(String typed, List<String> options) {
    String word = typed.substring(2);
    return word.length() < CHARACTERS_PER_SLIP
        ? Optional.empty()
        : to(word, options).stream().findFirst();
  }

  /** The names that hold something near to what was typed, best first; few, or none. */
  static List<String> to(String typed, List<String> names) {
    String word = typed.replaceAll("[*?]", "").toLowerCase(Locale.ROOT);
    int most = Math.max(1, word.length() / CHARACTERS_PER_SLIP);
    return names.stream()
        .filter(name -> slips(word, name) <= most)
        .sorted(
            Comparator.<String>comparingInt(name -> slips(word, name))
                .thenComparingInt(String::length))
        .limit(MOST)
        .toList();
  }

  /**
   * How many characters have to be added, left out or changed to find a word somewhere in a name:
   * the edit distance with a free beginning and end (P. H. Sellers, "The Theory and Computation of
   * Evolutionary Distances", 1980).
   */
  static int slips(String word, String name) {
    int least = word.length();
    for (int slips : costs(word, name, true)) {
      least = Math.min(least, slips);
    }
    return least;
  }

  /**
   * How many characters have to be added, left out or changed to make the word into each of the
   * name's beginnings, a row of the usual table at a time; or, with a free beginning, into a part
   * of the name that ends there.
   */
  private static int[] costs(String word, String name, boolean freeBeginning) {
    int[] above = new int[name.length() + 1];
    if (!freeBeginning) {
      Arrays.setAll(above, j -> j);
    }
    for (int i = 1; i <= word.length(); i++) {
      int[] row = new int[name.length() + 1];
      row[0] = i;
      for (int j = 1; j <= name.length(); j++) {
        int changed = above[j - 1] + (word.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above;
  }
}
