package io.togglebolt.raft.core.internal.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class QuorumTest {
  private static final int ROUNDS = 3000;

  /** Voters of random ids, none to nine of them. */
  private static MajorityConfig randomConfig(SplitMix64 random) {
    NodeIds ids = NodeIds.NONE;
    int voters = random.below(10);
    for (int count = 0; count < voters; count++) {
      ids = ids.with(random.below(12) - 3);
    }
    return new MajorityConfig(ids);
  }

  private static Map<Long, Long> randomIndexes(SplitMix64 random) {
    Map<Long, Long> indexes = new HashMap<>();
    for (long id = -3; id < 9; id++) {
      if (random.chance(3, 4)) {
        indexes.put(id, random.chance(1, 10) ? Long.MAX_VALUE - 1 : random.below(20));
      }
    }
    return indexes;
  }

  private static AckedIndexes of(Map<Long, Long> indexes) {
    return id -> indexes.getOrDefault(id, 0L);
  }

  private static Ballots randomBallots(SplitMix64 random) {
    Map<Long, Vote> votes = new HashMap<>();
    for (long id = -3; id < 9; id++) {
      votes.put(id, random.choice(Vote.values()));
    }
    return id -> votes.getOrDefault(id, Vote.MISSING);
  }

  /** The highest of all indexes that more than half are at or above, by trying each. */
  private static long committedByCounting(MajorityConfig config, AckedIndexes acked) {
    long best = 0;
    for (long candidate : config.ids().toArray()) {
      long index = acked.of(candidate);
      int behindIt = 0;
      for (long id : config.ids().toArray()) {
        behindIt += acked.of(id) >= index ? 1 : 0;
      }
      if (2 * behindIt > config.size() && index > best) {
        best = index;
      }
    }
    return config.isEmpty() ? MajorityConfig.EVERYTHING : best;
  }

  @Test
  void theCommittedIndexIsTheHighestThatCountingFindsOnAMajority() {
    Seeds.check(
        11,
        ROUNDS,
        random -> {
          MajorityConfig config = randomConfig(random);
          AckedIndexes acked = of(randomIndexes(random));

          assertEquals(committedByCounting(config, acked), config.committedIndex(acked));
        });
  }

  @Test
  void aJointConfigurationCommitsWhatTheSlowerHalfHas() {
    Seeds.check(
        12,
        ROUNDS,
        random -> {
          JointConfig joint = new JointConfig(randomConfig(random), randomConfig(random));
          AckedIndexes acked = of(randomIndexes(random));

          assertEquals(
              Math.min(
                  committedByCounting(joint.incoming(), acked),
                  committedByCounting(joint.outgoing(), acked)),
              joint.committedIndex(acked));
        });
  }

  @Test
  void anAcknowledgementNeverTakesBackACommit() {
    Seeds.check(
        13,
        ROUNDS,
        random -> {
          JointConfig joint = new JointConfig(randomConfig(random), randomConfig(random));
          Map<Long, Long> indexes = randomIndexes(random);
          long before = joint.committedIndex(of(indexes));
          indexes.merge(random.below(12) - 3L, 1L, Long::sum);

          assertTrue(joint.committedIndex(of(indexes)) >= before);
        });
  }

  @Test
  void aVoteIsDecidedAsSoonAsNobodyCanTurnItAndNotBefore() {
    Seeds.check(
        14,
        ROUNDS,
        random -> {
          MajorityConfig config = randomConfig(random);
          Ballots ballots = randomBallots(random);
          // The best and the worst that those who are missing can make of it.
          VoteResult best = decided(config, id -> filled(ballots.of(id), Vote.GRANTED));
          VoteResult worst = decided(config, id -> filled(ballots.of(id), Vote.REJECTED));

          assertEquals(best == worst ? best : VoteResult.PENDING, config.voteResult(ballots));
        });
  }

  private static Vote filled(Vote vote, Vote forMissing) {
    return vote == Vote.MISSING ? forMissing : vote;
  }

  private static VoteResult decided(MajorityConfig config, Ballots ballots) {
    int granted = 0;
    for (long id : config.ids().toArray()) {
      granted += ballots.of(id) == Vote.GRANTED ? 1 : 0;
    }
    return config.isEmpty() || 2 * granted > config.size() ? VoteResult.WON : VoteResult.LOST;
  }

  @Test
  void aJointVoteNeedsBothHalvesAndIsLostWithEither() {
    Seeds.check(
        15,
        ROUNDS,
        random -> {
          JointConfig joint = new JointConfig(randomConfig(random), randomConfig(random));
          Ballots ballots = randomBallots(random);
          VoteResult incoming = joint.incoming().voteResult(ballots);
          VoteResult outgoing = joint.outgoing().voteResult(ballots);
          VoteResult result = joint.voteResult(ballots);

          assertEquals(
              incoming == VoteResult.WON && outgoing == VoteResult.WON, result == VoteResult.WON);
          assertEquals(
              incoming == VoteResult.LOST || outgoing == VoteResult.LOST,
              result == VoteResult.LOST);
        });
  }

  @Test
  void twoMajoritiesOfOneConfigurationHaveAMemberInCommon() {
    for (int size = 1; size < 10; size++) {
      long[] ids = new long[size];
      for (int place = 0; place < size; place++) {
        ids[place] = place + 1;
      }
      MajorityConfig config = MajorityConfig.of(ids);
      assertTrue(2 * config.quorum() > size);
      assertTrue(2 * (config.quorum() - 1) <= size, "a smaller quorum would do");
    }
  }

  @Test
  void withoutVotersEverythingIsCommittedAndEveryVoteIsWon() {
    assertEquals(MajorityConfig.EVERYTHING, MajorityConfig.EMPTY.committedIndex(id -> 5));
    assertEquals(VoteResult.WON, MajorityConfig.EMPTY.voteResult(id -> Vote.REJECTED));
    assertTrue(MajorityConfig.EMPTY.isEmpty());
  }

  @Test
  void configurationsAndResultsAreWrittenAsInTheLog() {
    MajorityConfig three = MajorityConfig.of(3, 1, 2);

    assertEquals("(1 2 3)", new JointConfig(three, MajorityConfig.EMPTY).toString());
    assertEquals("(1 2 3)&&(2)", new JointConfig(three, MajorityConfig.of(2)).toString());
    assertEquals("()", JointConfig.EMPTY.toString());
    assertEquals("VotePending", VoteResult.PENDING.toString());
    assertEquals("VoteLost", VoteResult.LOST.toString());
    assertEquals("VoteWon", VoteResult.WON.toString());
  }

  @Test
  void aVoterOfEitherHalfIsAVoter() {
    JointConfig joint = new JointConfig(MajorityConfig.of(1, 2), MajorityConfig.of(2, 3));

    assertTrue(joint.isJoint());
    assertTrue(joint.contains(1));
    assertTrue(joint.contains(3));
    assertFalse(joint.contains(4));
    assertEquals(NodeIds.of(1, 2, 3), joint.ids());
  }

  @Test
  void configurationsOfTheSameVotersAreEqual() {
    assertEquals(MajorityConfig.of(1, 2), MajorityConfig.of(2, 1));
    assertEquals(MajorityConfig.of(1, 2).hashCode(), MajorityConfig.of(2, 1).hashCode());
    assertNotEquals(MajorityConfig.of(1, 2), MajorityConfig.of(1));
  }

  @Test
  void countingAllocatesNothing() {
    JointConfig joint = new JointConfig(MajorityConfig.of(1, 2, 3, 4, 5), MajorityConfig.of(6, 7));
    AckedIndexes acked = id -> id * 10;
    Ballots ballots = id -> Vote.of(id < 5);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = countMany(joint, acked, ballots);
    long before = threads.getCurrentThreadAllocatedBytes();
    sum += countMany(joint, acked, ballots);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // Reading the counter may allocate a little itself; a byte for each count would be 20,000.
    assertTrue(allocated < 10_000, () -> "allocated " + allocated + " bytes");
    assertNotEquals(0, sum);
  }

  private static long countMany(JointConfig joint, AckedIndexes acked, Ballots ballots) {
    long sum = 0;
    for (int count = 0; count < 20_000; count++) {
      sum += joint.committedIndex(acked) + joint.voteResult(ballots).ordinal();
    }
    return sum;
  }
}
