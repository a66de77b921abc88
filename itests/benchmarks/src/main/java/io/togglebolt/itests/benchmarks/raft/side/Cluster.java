package io.togglebolt.itests.benchmarks.raft.side;

import com.sun.management.ThreadMXBean;
import io.togglebolt.raft.RaftFactory;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Three members in one thread. In each round the leader is given as many proposals as the window
 * allows, and then each member in turn takes the messages that were sent to it and does what it
 * wants done.
 */
final class Cluster {
  /** The member that is made the leader. */
  static final long LEADER = 1;

  private static final int MEMBERS = 3;

  /** More than any round trip takes: a cluster that is not done by then never will be. */
  private static final int PATIENCE_ROUNDS = 1_000;

  /** How many rounds lie between two looks at the clock. */
  private static final int ROUNDS_A_LOOK = 16;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ProcessorTime processor = new ProcessorTime();
  private final List<Member> members;
  private final Member leader;
  private long proposed;

  /**
   * Starts the members and elects the first.
   *
   * @param length how many entries the logs keep
   * @param step how many more they hold before the oldest are let go of
   */
  Cluster(RaftFactory factory, boolean async, int length, int step) {
    Member[] all = new Member[MEMBERS];
    for (int i = 0; i < MEMBERS; i++) {
      all[i] = new Member(factory, i + LEADER, async, all, length, step);
    }
    members = List.of(all);
    leader = members.getFirst();
    leader.node().campaign();
    for (int i = 0; !leader.isLeader() || leader.applied() == leader.firstApplied(); i++) {
      requirePatience(i, "no leader");
      round();
    }
  }

  private void round() {
    for (int i = 0; i < MEMBERS; i++) {
      members.get(i).work();
    }
  }

  private void round(Proposals proposals) {
    while (proposals.hasRoom(proposed - leader.committed())) {
      proposals.propose(leader.node());
      proposed += proposals.batch();
    }
    round();
  }

  /** Rounds without proposals, until every member has applied everything. */
  private void settle() {
    for (int i = 0; members.stream().anyMatch(member -> member.committed() != proposed); i++) {
      requirePatience(i, "%d proposals were made and %d committed");
      round();
    }
  }

  private void requirePatience(int rounds, String problem) {
    if (rounds > PATIENCE_ROUNDS) {
      throw new IllegalStateException(
          "after " + rounds + " rounds: " + problem.formatted(proposed, leader.committed()));
    }
  }

  /** Commits so many entries at least, and until every log is as long as it is to be. */
  Map<String, Long> fill(Proposals proposals, int entries) {
    while (!leader.isLong() || leader.committed() < entries) {
      round(proposals);
    }
    settle();
    return Map.of("entries", (long) leader.length());
  }

  /**
   * Commits for some time.
   *
   * @return how many entries were committed, how long that took by the clock and of all threads by
   *     the processor, and what the one thread that does everything allocated
   */
  Map<String, Long> commit(Proposals proposals, long nanos) {
    long committedBefore = leader.committed();
    long processorBefore = processor.nanos();
    long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    long begin = System.nanoTime();
    do {
      for (int i = 0; i < ROUNDS_A_LOOK; i++) {
        round(proposals);
      }
    } while (System.nanoTime() - begin < nanos);
    settle();
    long took = System.nanoTime() - begin;
    long allocated = threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
    long busy = processor.nanos() - processorBefore;
    Map<String, Long> answer = new LinkedHashMap<>();
    answer.put("nanos", took);
    answer.put("processorNanos", busy);
    answer.put("allocated", allocated);
    answer.put("committed", leader.committed() - committedBefore);
    answer.put("entries", (long) leader.length());
    return answer;
  }
}
