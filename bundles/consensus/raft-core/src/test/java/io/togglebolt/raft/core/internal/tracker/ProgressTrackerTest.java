package io.togglebolt.raft.core.internal.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.core.internal.quorum.JointConfig;
import io.togglebolt.raft.core.internal.quorum.MajorityConfig;
import io.togglebolt.raft.core.internal.quorum.NodeIds;
import io.togglebolt.raft.core.internal.quorum.VoteResult;
import io.togglebolt.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ProgressTrackerTest {
  /** A tracker of voters (1 2 3)&&(1 4) with 5 as a learner and 4 as one to be. */
  private static ProgressTracker joint() {
    TrackerConfig config =
        new TrackerConfig(
            new JointConfig(MajorityConfig.of(1, 2, 3), MajorityConfig.of(1, 4)),
            true,
            NodeIds.of(5),
            NodeIds.of(4));
    return tracker(config);
  }

  private static ProgressTracker voters(long... ids) {
    return tracker(
        new TrackerConfig(
            new JointConfig(MajorityConfig.of(ids), MajorityConfig.EMPTY),
            false,
            NodeIds.NONE,
            NodeIds.NONE));
  }

  private static ProgressTracker tracker(TrackerConfig config) {
    ProgressTracker tracker = new ProgressTracker(4, 0);
    ProgressMap progress = new ProgressMap();
    for (long id : config.voters().ids().union(config.learners()).toArray()) {
      progress.put(id, new Progress(1, tracker.newInflights(), config.learners().contains(id)));
    }
    tracker.install(new Membership(config, progress));
    return tracker;
  }

  private static Progress of(ProgressTracker tracker, long id) {
    Progress progress = tracker.progress(id);
    if (progress == null) {
      throw new AssertionError("no progress of " + id);
    }
    return progress;
  }

  @Test
  void bothHalvesMustHaveAnEntryBeforeItIsCommitted() {
    ProgressTracker tracker = joint();
    of(tracker, 1).maybeUpdate(7);
    of(tracker, 2).maybeUpdate(6);
    assertEquals(0, tracker.committed(), "the outgoing half is (1 4)");
    of(tracker, 4).maybeUpdate(5);

    assertEquals(5, tracker.committed());
    of(tracker, 5).maybeUpdate(9);
    assertEquals(5, tracker.committed(), "a learner does not count");
  }

  @Test
  void aQuorumIsActiveWhenBothHalvesWereHeardOf() {
    ProgressTracker tracker = joint();
    of(tracker, 1).setRecentActive(true);
    of(tracker, 2).setRecentActive(true);
    of(tracker, 5).setRecentActive(true);
    assertFalse(tracker.quorumActive());
    of(tracker, 4).setRecentActive(true);

    assertTrue(tracker.quorumActive());
  }

  @Test
  void theFirstAnswerOfAMemberCounts() {
    ProgressTracker tracker = voters(1, 2, 3);
    tracker.recordVote(1, true);
    tracker.recordVote(2, false);
    tracker.recordVote(2, true);

    assertEquals(new Tally(1, 1, VoteResult.PENDING), tracker.tallyVotes());
    tracker.recordVote(3, true);
    assertEquals(new Tally(2, 1, VoteResult.WON), tracker.tallyVotes());
    tracker.resetVotes();
    assertEquals(new Tally(0, 0, VoteResult.PENDING), tracker.tallyVotes());
  }

  @Test
  void votesOfLearnersAndStrangersAreNotCounted() {
    ProgressTracker tracker = joint();
    for (long id : new long[] {2, 3, 5, 6, 7, 8}) {
      tracker.recordVote(id, true);
    }

    assertEquals(new Tally(2, 0, VoteResult.PENDING), tracker.tallyVotes());
    tracker.recordVote(4, false);
    assertEquals(new Tally(2, 1, VoteResult.LOST), tracker.tallyVotes());
  }

  @Test
  void oneVoterAloneNeedsNobody() {
    assertTrue(voters(1).isSingleton());
    assertFalse(voters(1, 2).isSingleton());
    assertFalse(voters().isSingleton());
    assertFalse(
        tracker(
                new TrackerConfig(
                    new JointConfig(MajorityConfig.of(1), MajorityConfig.of(1)),
                    false,
                    NodeIds.NONE,
                    NodeIds.NONE))
            .isSingleton());
  }

  @Test
  void aMembershipIsToldAsAValueAndWrittenAsInTheLog() {
    ProgressTracker tracker = joint();

    assertEquals(
        new ConfState(List.of(1L, 2L, 3L), List.of(5L), List.of(1L, 4L), List.of(4L), true),
        tracker.confState());
    assertEquals(
        "voters=(1 2 3)&&(1 4) learners=(5) learners_next=(4) autoleave",
        tracker.config().toString());
    assertEquals("voters=()", TrackerConfig.EMPTY.toString());
  }

  @Test
  void whoIsNoMemberHasNoProgressAndNoMatch() {
    ProgressTracker tracker = voters(1);

    assertNull(tracker.progress(9));
    assertEquals(0, tracker.matches().of(9));
  }

  @Test
  void membersAreVisitedInUnsignedOrder() {
    ProgressTracker tracker = voters(-1, 7, Long.MIN_VALUE, 2);
    List<Long> visited = new ArrayList<>();
    tracker.visit((id, progress) -> visited.add(id));

    assertEquals(List.of(2L, 7L, Long.MIN_VALUE, -1L), visited);
  }

  @Test
  void aMapOfProgressDoesWhatASortedMapDoes() {
    Seeds.check(
        41,
        200,
        random -> {
          ProgressMap map = new ProgressMap();
          Map<Long, Progress> model = new TreeMap<>(Long::compareUnsigned);
          for (int step = 0; step < 60; step++) {
            long id = random.below(10) - 5;
            if (random.chance(2, 3)) {
              Progress progress = new Progress(step, new Inflights(1, 0), false);
              map.put(id, progress);
              model.put(id, progress);
            } else {
              map.remove(id);
              model.remove(id);
            }
            Map<Long, Progress> seen = new TreeMap<>(Long::compareUnsigned);
            map.visit(seen::put);
            assertEquals(model, seen);
            assertEquals(model.size(), map.size());
            assertEquals(model.get(id + 1), map.get(id + 1));
            assertEquals(model.containsKey(id), map.contains(id));
            int position = 0;
            for (Map.Entry<Long, Progress> entry : model.entrySet()) {
              assertEquals(entry.getKey(), map.id(position));
              assertEquals(entry.getValue(), map.at(position++));
            }
          }
        });
  }

  @Test
  void theCopyOfAMapIsIndependent() {
    ProgressMap map = joint().progress();
    String before = map.toString();
    ProgressMap copy = map.copy();
    copy.remove(1);
    copy.at(0).setLearner(true);

    assertEquals(before, map.toString());
    assertEquals(5, map.size());
    assertEquals(4, copy.size());
  }
}
