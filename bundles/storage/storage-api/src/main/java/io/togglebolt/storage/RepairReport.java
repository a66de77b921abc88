package io.togglebolt.storage;

import java.nio.file.Path;
import java.util.List;

/**
 * What a repair did and what was lost.
 *
 * @param source the file that was looked at
 * @param result the file that holds the outcome; the source itself for a repair in place
 * @param done what was done, one sentence each
 * @param lost what could not be brought over
 * @param unproven what the file does not tell, so that nobody can vouch for it
 */
public record RepairReport(
    Path source, Path result, List<String> done, Losses lost, Listed unproven) {
  /** How many of anything are named; the others are counted. */
  public static final int MAX_LISTED = 100;

  /** Makes the list unmodifiable. */
  public RepairReport {
    done = List.copyOf(done);
  }

  /**
   * What was lost.
   *
   * @param pages damaged pages; what they held beyond the keys and buckets below is unknown
   * @param keys keys whose key or value was damaged
   * @param buckets buckets of which nothing was brought over but perhaps the name
   */
  public record Losses(Listed pages, Listed keys, Listed buckets) {
    /** Nothing. */
    public static Losses none() {
      return new Losses(Listed.none(), Listed.none(), Listed.none());
    }

    /** Whether nothing was lost. */
    public boolean isEmpty() {
      return pages.count == 0 && keys.count == 0 && buckets.count == 0;
    }
  }

  /**
   * So many things, of which the first are named.
   *
   * @param count how many
   * @param first the first of them in words, at most {@link #MAX_LISTED}
   */
  public record Listed(long count, List<String> first) {
    /** Makes the list unmodifiable. */
    public Listed {
      first = List.copyOf(first);
    }

    /** None. */
    public static Listed none() {
      return new Listed(0, List.of());
    }
  }
}
