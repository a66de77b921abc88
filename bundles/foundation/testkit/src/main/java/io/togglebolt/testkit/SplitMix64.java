package io.togglebolt.testkit;

import java.util.List;

/**
 * The one random generator of all tests: Steele, Lea and Flood's SplitMix64. It gives the same
 * numbers in every language, so that operations which another program generated from a seed can be
 * made again here. Not thread-safe.
 */
public final class SplitMix64 {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /** The sequence that begins with the seed. */
  public SplitMix64(long seed) {
    state = seed;
  }

  /** The next 64 bits. */
  public long next() {
    state += GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * A number from 0 to {@code bound - 1}: the next one, unsigned, modulo the bound. The slight
   * preference for small numbers is kept, so that other languages give the same.
   *
   * @param bound unsigned, not 0
   */
  public long below(long bound) {
    return Long.remainderUnsigned(next(), bound);
  }

  /** As {@link #below(long)}, for a positive bound. */
  public int below(int bound) {
    requirePositive(bound);
    return (int) below((long) bound);
  }

  /** A number between two others, both included. */
  public int between(int low, int high) {
    return low + below(high - low + 1);
  }

  /** True {@code times} out of {@code outOf} times. */
  public boolean chance(int times, int outOf) {
    return below(outOf) < times;
  }

  /** One of the elements, each as likely as another. */
  public <T> T choice(List<T> elements) {
    return elements.get(below(elements.size()));
  }

  /** One of the elements, each as likely as another. */
  @SafeVarargs
  public final <T> T choice(T... elements) {
    return elements[below(elements.length)];
  }

  /** A generator of its own, so that what it is asked for does not move this one. */
  public SplitMix64 fork() {
    return new SplitMix64(next());
  }

  /** The bytes that {@link #value(int, long)} gives for the next number as seed. */
  public byte[] bytes(int length) {
    return value(length, next());
  }

  /** Successive numbers of a new sequence, little endian, cut at {@code length} bytes. */
  public static byte[] value(int length, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    byte[] value = new byte[length];
    for (int i = 0; i < length; i += Long.BYTES) {
      long number = random.next();
      for (int j = i; j < Math.min(i + Long.BYTES, length); j++) {
        value[j] = (byte) number;
        number >>>= Byte.SIZE;
      }
    }
    return value;
  }

  private static void requirePositive(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("the bound is " + bound + ", it must be positive");
    }
  }
}
