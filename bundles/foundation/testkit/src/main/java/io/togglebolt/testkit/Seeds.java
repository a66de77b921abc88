package io.togglebolt.testkit;

/**
 * Runs the body of a random test under seeds, and says on failure how to run it again.
 *
 * <p>The system property {@value #PROPERTY} replaces the seeds of the test: a number runs the body
 * once under that seed, {@code random} begins at a seed that nobody knows before. Whatever a body
 * throws is a failure, an assumption that does not hold too: make those before.
 */
public final class Seeds {
  /** The system property that chooses the seed: a decimal number or {@code random}. */
  public static final String PROPERTY = "togglebolt.seed";

  private Seeds() {}

  /** What is tested, with a fresh generator. */
  public interface Body {
    /** Fails by throwing. */
    void run(SplitMix64 random) throws Exception;
  }

  /** Runs the body once. */
  public static void check(long seed, Body body) {
    check(seed, 1, body);
  }

  /** Runs the body under {@code rounds} successive seeds, and stops at the first that fails. */
  public static void check(long firstSeed, int rounds, Body body) {
    String wanted = System.getProperty(PROPERTY, "");
    if (wanted.isEmpty()) {
      run(firstSeed, rounds, body);
    } else if (wanted.equals("random")) {
      run(new SplitMix64(System.nanoTime()).next(), rounds, body);
    } else {
      run(Long.parseLong(wanted), 1, body);
    }
  }

  private static void run(long firstSeed, int rounds, Body body) {
    for (int round = 0; round < rounds; round++) {
      long seed = firstSeed + round;
      try {
        body.run(new SplitMix64(seed));
      } catch (Exception | Error failure) {
        throw new AssertionError(
            "failed under seed "
                + seed
                + ", run again with -D"
                + PROPERTY
                + "="
                + seed
                + ": "
                + failure,
            failure);
      }
    }
  }
}
