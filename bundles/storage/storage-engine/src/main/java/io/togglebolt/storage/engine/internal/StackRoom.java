package io.togglebolt.storage.engine.internal;

/**
 * Makes sure that a thread has some of its stack left. An overflow while a lock is being taken or a
 * queue changes may leave either of them half-done; who looks here first overflows before anything
 * has changed.
 */
final class StackRoom {
  /**
   * Some 64 KiB of the frames below where they are compiled, and three times that where they are
   * not. A commit takes less, and the usual stack is several times as large.
   */
  private static final int FRAMES = 768;

  /** More than giving back a reader's place takes, and soon done. */
  private static final int FEW_FRAMES = 16;

  private StackRoom() {}

  /** The same for what needs hardly any room, but must not break off in the middle. */
  static void requireLittle() {
    require(FEW_FRAMES);
  }

  /**
   * Fails now rather than later.
   *
   * @throws StackOverflowError when the caller is too deep in its stack
   */
  static void require() {
    require(FRAMES);
  }

  private static void require(int frames) {
    if (descend(frames, 1, 2, 3, 4, 5, 6, 7, 8) == 0) {
      throw new AssertionError("the sum of what is positive is positive");
    }
  }

  /** All arguments are used after the call, so that each frame has to hold them. */
  private static long descend(
      int frames, long a, long b, long c, long d, long e, long f, long g, long h) {
    if (frames == 0) {
      return a;
    }
    long below = descend(frames - 1, b, c, d, e, f, g, h, a ^ frames);
    return (below ^ a ^ b ^ c ^ d ^ e ^ f ^ g ^ h) | 1;
  }
}
