package io.togglebolt.raft;

import java.util.function.IntUnaryOperator;

/**
 * How long a member waits before it begins an election. The member draws anew whenever its term or
 * role changes, and asks at each tick; so whoever injects the randomness owns its outcome, and a
 * test can set it. One thread's, the member's.
 */
public interface ElectionTimeout {
  /**
   * Draws a new timeout.
   *
   * @param electionTicks the least one; the new one is below twice as many
   */
  void draw(int electionTicks);

  /** The timeout drawn last, in ticks. */
  int ticks();

  /**
   * Draws evenly.
   *
   * @param random gives a number from 0 on that is below the one it is given
   */
  static ElectionTimeout random(IntUnaryOperator random) {
    return new RandomElectionTimeout(random);
  }
}
