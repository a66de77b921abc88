package io.togglebolt.itests.simulation.invariant;

import org.junit.jupiter.api.Test;

/** What is at one index and of one term. Small traces, good ones and bad ones. */
class LogMatchingTest extends Trace {
  @Test
  void differentDataAtOnePlaceBreakLogMatching() {
    begin();
    one.write(entry(3, 1, "c"));
    assertBroken(
        "log matching: entries 3 of term 1 in the logs of members 1 and 2 hold different data",
        () -> two.write(entry(3, 1, "d")));
  }

  @Test
  void anEntryThatFollowsOnAnotherBreaksLogMatching() {
    begin();
    two.write(entry(3, 1, "not committed"));
    one.remember(2, 0);
    one.write(entry(3, 2, "c"), entry(4, 2, "d"));
    assertBroken(
        "log matching: entries 4 of term 2 in the logs of members 1 and 2 follow on entries of"
            + " different terms, 2 and 1",
        () -> two.write(entry(4, 2, "d")));
  }

  @Test
  void whatIsFoundAtAStartIsMatchedToo() {
    begin();
    two.put(entry(3, 1, "written when it was killed"));
    two.restart();
    assertBroken(
        "log matching: entries 3 of term 1 in the logs of members 2 and 3 hold different data",
        () -> three.write(entry(3, 1, "other")));
  }
}
