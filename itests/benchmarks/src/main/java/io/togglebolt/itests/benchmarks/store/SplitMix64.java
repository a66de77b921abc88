package io.togglebolt.itests.benchmarks.store;

/**
 * The generator that all sides share, so that the same seed gives the same keys and values in every
 * language. Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
 */
public final class SplitMix64 {
  private long state;

  /** Begins at a seed. */
  public SplitMix64(long seed) {
    state = seed;
  }

  /** The next 64 bits. */
  public long next() {
    state += 0x9E3779B97F4A7C15L;
    long mixed = state;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** The next number from 0 to below {@code bound}. */
  public long below(long bound) {
    return Long.remainderUnsigned(next(), bound);
  }
}
