package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.raft.ElectionTimeout;

/** The least timeout, always, unless a test sets another. */
final class FixedTimeout implements ElectionTimeout {
  private int ticks;
  private int extra;

  @Override
  public void draw(int electionTicks) {
    ticks = electionTicks + extra;
  }

  @Override
  public int ticks() {
    return ticks;
  }

  /** From the next draw on the timeout is longer by this. */
  void extra(int more) {
    extra = more;
  }
}
