package io.togglebolt.itests.compatibility;

import io.togglebolt.storage.DatabaseStats;

/**
 * What is compared after each write transaction.
 *
 * @param transaction the last committed transaction
 * @param pending pages freed and not yet released
 * @param free pages that may be handed out
 * @param highWater the first page that was never used
 */
record Figures(long transaction, long pending, long free, long highWater) {

  static Figures of(DatabaseStats stats) {
    return new Figures(
        stats.transaction(), stats.pendingPages(), stats.freePages(), stats.highWaterPage());
  }

  /** Reads a line of the Go side: four figures, each {@code name=number}. */
  static Figures parse(String line) {
    String[] words = line.split(" ");
    return new Figures(
        number(words[0], "transaction"),
        number(words[1], "pending"),
        number(words[2], "free"),
        number(words[3], "highwater"));
  }

  private static long number(String word, String name) {
    if (!word.startsWith(name + "=")) {
      throw new IllegalArgumentException("found " + word + "; expected " + name + "=...");
    }
    return Long.parseLong(word.substring(name.length() + 1));
  }
}
