package io.togglebolt.raft.core.internal.confchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * That a membership which a peer may send in one message is restored at once. Nothing here measures
 * time: were each member's addition to look at all others, the test would not end.
 */
final class LargeMembershipTest {
  private static final long MANY = 50_000;

  private static List<Long> ids(long from) {
    return LongStream.range(from, from + MANY).boxed().toList();
  }

  @Test
  void manyMembersAreRestoredAtOnce() {
    ConfState many =
        new ConfState(ids(1), ids(300_000), ids(40_000), ids(60_000).subList(0, 9), true);
    ProgressTracker tracker = new ProgressTracker(2, 0);
    assertNull(Restore.problem(many));
    Restore.restore(tracker, 7, many);
    assertEquals(many, tracker.confState());
    assertEquals(0, tracker.committed());
  }
}
