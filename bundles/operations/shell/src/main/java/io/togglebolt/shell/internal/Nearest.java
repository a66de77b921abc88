package io.togglebolt.shell.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody may have meant who typed a part of a name wrongly. */
final class Nearest {
  private static final int MOST = 3;

  /** A name is near when at most one in so many characters would have to be another. */
  private static final int CHARACTERS_PER_SLIP = 3;

  private Nearest() {}

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
    int[] above = new int[name.length() + 1];
    for (int i = 1; i <= word.length(); i++) {
      int[] row = new int[name.length() + 1];
      row[0] = i;
      for (int j = 1; j <= name.length(); j++) {
        int changed = above[j - 1] + (word.charAt(i - 1) == name.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    int least = word.length();
    for (int slips : above) {
      least = Math.min(least, slips);
    }
    return least;
  }
}
