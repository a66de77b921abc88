package io.togglebolt.itests.compatibility;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * The seeds of the random histories. The system property {@value #PROPERTY} replaces those of the
 * tests: a list such as {@code 7,100-120}, or {@code random} for one that nobody knows before. A
 * test's seed is in its name.
 */
final class Seeds {
  static final String PROPERTY = "togglebolt.seeds";

  private Seeds() {}

  /** The seeds from 1 to a number, unless others are asked for. */
  static LongStream upTo(int count) {
    String wanted = System.getProperty(PROPERTY, "");
    if (wanted.isEmpty()) {
      return LongStream.rangeClosed(1, Integer.getInteger("togglebolt.histories", count));
    }
    if (wanted.equals("random")) {
      return LongStream.of(new SplittableRandom().nextLong(1L << 31));
    }
    return Arrays.stream(wanted.split(",")).flatMapToLong(Seeds::range);
  }

  private static LongStream range(String text) {
    int dash = text.indexOf('-', 1);
    return dash < 0
        ? LongStream.of(Long.parseLong(text))
        : LongStream.rangeClosed(
            Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
  }
}
