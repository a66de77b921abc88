package io.togglebolt.raft;

import java.util.Objects;
import java.util.function.IntUnaryOperator;

/** Draws evenly between once and twice the least timeout. */
final class RandomElectionTimeout implements ElectionTimeout {
  private final IntUnaryOperator random;
  private int ticks;

  RandomElectionTimeout(IntUnaryOperator random) {
    this.random = Objects.requireNonNull(random, "random");
  }

  @Override
  public void draw(int electionTicks) {
    ticks = electionTicks + random.applyAsInt(electionTicks);
  }

  @Override
  public int ticks() {
    return ticks;
  }
}
