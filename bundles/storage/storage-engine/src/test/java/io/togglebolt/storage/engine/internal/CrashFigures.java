package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the lives saw, so that a test can tell that it looked at what it was meant to look at. */
final class CrashFigures {
  long commits;
  long cuts;
  long kills;
  long failedSyncs;
  long laterLives;
  long shrinks;
  long sessions;
  private long kept;
  private long lost;

  /** A cut while more than one state was possible left one of them. */
  void found(int index, int possible) {
    if (possible > 1) {
      if (index == 0) {
        lost++;
      } else {
        kept++;
      }
    }
  }

  void assertAllWasTried() {
    assertTrue(kept > 0, "no cut kept the commit in flight: " + this);
    assertTrue(lost > 0, "no cut lost the commit in flight: " + this);
    assertTrue(
        kills > 0 && failedSyncs > 0 && laterLives > 0 && shrinks > 0 && sessions > kills,
        toString());
  }

  @Override
  public String toString() {
    return cuts
        + " cuts in "
        + commits
        + " commits, "
        + sessions
        + " sessions and "
        + laterLives
        + " later lives; "
        + shrinks
        + " commits of shrinks; "
        + kills
        + " processes killed and "
        + failedSyncs
        + " syncs failed; commit in flight kept "
        + kept
        + " and lost "
        + lost
        + " times";
  }
}
