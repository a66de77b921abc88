package io.togglebolt.storage.tck;

import java.util.stream.LongStream;

/**
 * The seeds that random tests run with: the same ones each time, so that a failure repeats itself;
 * or the one that the system property {@code togglebolt.tck.seed} names.
 */
public final class Seeds {
  private static final String PROPERTY = "togglebolt.tck.seed";
  private static final int COUNT = 20;

  private Seeds() {}

  /** The seeds, for use as a method source. */
  public static LongStream all() {
    Long only = Long.getLong(PROPERTY);
    return only == null ? LongStream.rangeClosed(1, COUNT) : LongStream.of(only);
  }
}
