package io.togglebolt.testkit.network;

/**
 * How a link treats what is sent over it. Chances are out of a million.
 *
 * @param minDelayNanos how long a message takes at least
 * @param maxDelayNanos how long it takes at most, unless it waits for one before it, or is
 *     reordered
 * @param dropPerMillion how many messages are lost
 * @param duplicatePerMillion how many arrive twice; the second time out of order
 * @param reorderPerMillion how many do not keep the order in which they were sent
 * @param reorderDelayNanos how much later one that is out of order may arrive
 */
public record LinkRule(
    long minDelayNanos,
    long maxDelayNanos,
    int dropPerMillion,
    int duplicatePerMillion,
    int reorderPerMillion,
    long reorderDelayNanos) {
  private static final int MILLION = 1_000_000;

  /** Checks the ranges. */
  public LinkRule {
    if (minDelayNanos < 0 || maxDelayNanos < minDelayNanos) {
      throw new IllegalArgumentException(
          "delays from " + minDelayNanos + " to " + maxDelayNanos + " ns are no range");
    }
    if (reorderDelayNanos < 0) {
      throw new IllegalArgumentException(
          "reorderDelayNanos is " + reorderDelayNanos + ", it must not be negative");
    }
    requireChance("dropPerMillion", dropPerMillion);
    requireChance("duplicatePerMillion", duplicatePerMillion);
    requireChance("reorderPerMillion", reorderPerMillion);
  }

  private static void requireChance(String name, int value) {
    if (value < 0 || value > MILLION) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected 0 to " + MILLION + " (always)");
    }
  }

  /** A link that only takes time, and keeps the order. */
  public static LinkRule delay(long minNanos, long maxNanos) {
    return new LinkRule(minNanos, maxNanos, 0, 0, 0, 0);
  }

  /** The same with messages that are lost. */
  public LinkRule dropping(int perMillion) {
    return new LinkRule(
        minDelayNanos,
        maxDelayNanos,
        perMillion,
        duplicatePerMillion,
        reorderPerMillion,
        reorderDelayNanos);
  }

  /** The same with messages that arrive twice. */
  public LinkRule duplicating(int perMillion) {
    return new LinkRule(
        minDelayNanos,
        maxDelayNanos,
        dropPerMillion,
        perMillion,
        reorderPerMillion,
        reorderDelayNanos);
  }

  /** The same with messages that do not keep their order, and how much later they may come. */
  public LinkRule reordering(int perMillion, long laterNanos) {
    return new LinkRule(
        minDelayNanos, maxDelayNanos, dropPerMillion, duplicatePerMillion, perMillion, laterNanos);
  }
}
