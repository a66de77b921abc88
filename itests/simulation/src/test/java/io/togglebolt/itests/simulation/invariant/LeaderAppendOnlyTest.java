package io.togglebolt.itests.simulation.invariant;

import org.junit.jupiter.api.Test;

/** What a leader does to its own entries. Small traces, good ones and bad ones. */
class LeaderAppendOnlyTest extends Trace {
  @Test
  void aLeaderThatWritesOverItsOwnEntryBreaksAppendOnly() {
    begin();
    one.write(entry(3, 1, "c"));
    assertBroken(
        "leader append-only: member 1, which leads term 1, writes entry 3 over a log that ends at"
            + " 3",
        () -> one.write(entry(3, 1, "c")));
  }

  @Test
  void whatALeaderTookAsAFollowerMayStillReplaceWhatItHad() {
    two.remember(1, 0);
    two.write(empty(1, 1), entry(2, 1, "lost"));
    two.lead(3);
    two.write(entry(2, 2, "taken before the election"), empty(3, 3));
  }

  @Test
  void aLeaderThatWritesOverWhatItHadBeforeItsElectionBreaksAppendOnlyWithEntriesOfItsTerm() {
    begin();
    one.follow(0);
    one.lead(2);
    assertBroken(
        "leader append-only: member 1, which leads term 2, writes entry 2 over a log that ends at"
            + " 2",
        () -> one.write(empty(2, 2)));
  }

  @Test
  void aLeaderThatReplacesItsEntryByAnOlderOneBreaksAppendOnly() {
    begin();
    one.follow(0);
    one.lead(2);
    one.write(empty(3, 2));
    assertBroken(
        "leader append-only: member 1, which leads term 2, writes entry 3 over a log that ends at"
            + " 3",
        () -> one.write(entry(3, 1, "older")));
  }
}
