package io.togglebolt.raft.core.testing;

import io.togglebolt.raft.core.internal.quorum.Ballots;
import io.togglebolt.raft.core.internal.quorum.JointConfig;
import io.togglebolt.raft.core.internal.quorum.MajorityConfig;
import io.togglebolt.raft.core.internal.quorum.Vote;
import io.togglebolt.raft.core.internal.quorum.VoteResult;
import io.togglebolt.raft.tck.Directive;
import io.togglebolt.raft.tck.TranscriptException;
import io.togglebolt.raft.tck.TranscriptLanguage;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Commands that ask quorums: {@code committed} what a quorum has acknowledged, {@code vote} how a
 * vote stands. Voters come as {@code cfg=(1,2,3)}, the outgoing half of a joint configuration as
 * {@code cfgj=(1,2)} or {@code cfgj=zero}; what is known of each voter, in the order in which they
 * are named first, as {@code idx=(5,_,7)} or {@code votes=(y,n,_)}.
 *
 * <p>What must come to the same in another way is worked out that way too, and printed when it does
 * not.
 */
public final class QuorumLanguage implements TranscriptLanguage {
  /** For the service loader. */
  public QuorumLanguage() {}

  @Override
  public Set<String> commands() {
    return Set.of("committed", "vote");
  }

  @Override
  public Session open() {
    return directive -> {
      directive.allowNoInput();
      return switch (directive.command()) {
        case "committed" -> committed(directive);
        case "vote" -> vote(directive);
        default -> throw new TranscriptException("command is " + directive.command());
      };
    };
  }

  private static String committed(Directive directive) {
    QuorumInput input = QuorumInput.ofIndexes(directive);
    if (!input.isComplete()) {
      return input.complaint();
    }
    Map<Long, Long> told = input.told();
    return QuorumTable.draw(input.config().ids(), told)
        + (input.joint()
            ? committedJoint(input.config(), told)
            : committedMajority(input.config().incoming(), told));
  }

  private static String committedJoint(JointConfig config, Map<Long, Long> told) {
    StringBuilder text = new StringBuilder();
    long index = committed(config, told);
    JointConfig mirrored = new JointConfig(config.outgoing(), config.incoming());
    check(text, index, committed(mirrored, told), "via symmetry\n");
    return text.append(QuorumTable.index(index)).append('\n').toString();
  }

  private static String committedMajority(MajorityConfig config, Map<Long, Long> told) {
    StringBuilder text = new StringBuilder();
    long index = committed(config, told);
    check(text, index, byCounting(config, told), "via alternative computation\n");
    JointConfig withNobody = new JointConfig(config, MajorityConfig.EMPTY);
    check(text, index, committed(withNobody, told), "via zero-joint quorum\n");
    JointConfig withItself = new JointConfig(config, config);
    check(text, index, committed(withItself, told), "via self-joint quorum\n");
    told.forEach(
        (id, known) -> {
          // Who is behind anyway may fall further behind.
          if (known < index) {
            String overlaying = "overlaying " + Long.toUnsignedString(id) + "->";
            check(text, index, committedIf(config, told, id, known - 1), overlaying + known);
            check(text, index, committedIf(config, told, id, 0), overlaying + "0");
          }
        });
    return text.append(QuorumTable.index(index)).append('\n').toString();
  }

  private static void check(StringBuilder text, long index, long otherwise, String how) {
    if (otherwise != index) {
      text.append(QuorumTable.index(otherwise)).append(" <-- ").append(how);
    }
  }

  private static long committed(MajorityConfig config, Map<Long, Long> told) {
    return config.committedIndex(id -> told.getOrDefault(id, 0L));
  }

  private static long committed(JointConfig config, Map<Long, Long> told) {
    return config.committedIndex(id -> told.getOrDefault(id, 0L));
  }

  private static long committedIf(
      MajorityConfig config, Map<Long, Long> told, long id, long index) {
    Map<Long, Long> changed = new TreeMap<>(told);
    changed.put(id, index);
    return committed(config, changed);
  }

  /** The highest index of which counting shows that a majority is at least as far. */
  private static long byCounting(MajorityConfig config, Map<Long, Long> told) {
    if (config.isEmpty()) {
      return MajorityConfig.EVERYTHING;
    }
    return told.values().stream()
        .mapToLong(Long::longValue)
        .filter(
            index ->
                told.values().stream().filter(other -> other >= index).count() > config.size() / 2)
        .max()
        .orElse(0);
  }

  private static String vote(Directive directive) {
    QuorumInput input = QuorumInput.ofVotes(directive);
    if (!input.isComplete()) {
      return input.complaint();
    }
    Map<Long, Long> told = input.told();
    Ballots ballots =
        id -> told.containsKey(id) ? Vote.of(told.getOrDefault(id, 0L) == 2) : Vote.MISSING;
    JointConfig config = input.config();
    if (!input.joint()) {
      return config.incoming().voteResult(ballots) + "\n";
    }
    VoteResult result = config.voteResult(ballots);
    VoteResult mirrored = new JointConfig(config.outgoing(), config.incoming()).voteResult(ballots);
    return (mirrored == result ? "" : mirrored + " <-- via symmetry\n") + result + "\n";
  }
}
