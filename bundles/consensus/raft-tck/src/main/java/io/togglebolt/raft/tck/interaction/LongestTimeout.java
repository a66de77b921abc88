package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.ElectionTimeout;

/**
 * Draws the longest timeout that may be drawn, so that nobody begins an election by chance in a
 * transcript; one that shall is given its timeout by a directive, which holds until the next draw.
 */
final class LongestTimeout implements ElectionTimeout {
  private int ticks;

  @Override
  public void draw(int electionTicks) {
    ticks = 2 * electionTicks - 1;
  }

  void set(int value) {
    ticks = value;
  }

  @Override
  public int ticks() {
    return ticks;
  }
}
