package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.SnapshotStatus;
import io.togglebolt.raft.tck.Argument;
import io.togglebolt.raft.tck.ConfChangeText;
import io.togglebolt.raft.tck.Directive;
import io.togglebolt.raft.tck.TranscriptException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Commands that tell one member of time, of what is asked and of what became of what it sent. One
 * session's.
 */
final class MemberCommands {
  /** The only command whose input says something. */
  static final String WITH_INPUT = "propose-conf-change";

  /** Longer than any timeout. */
  private static final int MOST_TICKS = 1_000_000;

  private final Cluster cluster;

  MemberCommands(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What each command does. */
  Map<String, Consumer<Directive>> table() {
    return Map.ofEntries(
        Map.entry("campaign", this::campaign),
        Map.entry("forget-leader", this::forgetLeader),
        Map.entry("propose", this::propose),
        Map.entry(WITH_INPUT, this::proposeConfChange),
        Map.entry("read-index", this::readIndex),
        Map.entry("report-snapshot", this::reportSnapshot),
        Map.entry("report-unreachable", this::reportUnreachable),
        Map.entry("restart", this::restart),
        Map.entry("set-randomized-election-timeout", this::setElectionTimeout),
        Map.entry("tick", this::tick),
        Map.entry("tick-election", this::tickElection),
        Map.entry("tick-heartbeat", this::tickHeartbeat),
        Map.entry("transfer-leadership", this::transferLeadership));
  }

  /** {@code campaign NODE}. */
  private void campaign(Directive directive) {
    cluster.only(directive).node().campaign();
  }

  /** {@code propose NODE DATA}. */
  private void propose(Directive directive) {
    directive.allow(2);
    cluster
        .member(directive, 0)
        .node()
        .propose(directive.word(1, "data").getBytes(StandardCharsets.UTF_8));
  }

  /** {@code propose-conf-change NODE [v1=BOOL] [transition=TRANSITION]}, with the changes below. */
  private void proposeConfChange(Directive directive) {
    directive.allow(1, "v1", "transition");
    Member member = cluster.member(directive, 0);
    boolean old = directive.argument("v1").map(Argument::asBoolean).orElse(false);
    ConfChangeTransition transition =
        transition(directive.argument("transition").map(Argument::value).orElse("auto"));
    List<ConfChangeSingle> changes = ConfChangeText.parse(directive.input());
    if (!old) {
      member.node().proposeConfChange(new ConfChangeV2(transition, changes, new byte[0]));
      return;
    }
    if (changes.size() != 1 || transition != ConfChangeTransition.AUTO) {
      throw new TranscriptException("v1 conf change can only have one operation and no transition");
    }
    ConfChangeSingle change = changes.getFirst();
    member.node().proposeConfChange(new ConfChange(0, change.type(), change.nodeId(), new byte[0]));
  }

  private static ConfChangeTransition transition(String name) {
    return switch (name) {
      case "auto" -> ConfChangeTransition.AUTO;
      case "implicit" -> ConfChangeTransition.JOINT_IMPLICIT;
      case "explicit" -> ConfChangeTransition.JOINT_EXPLICIT;
      default -> throw new TranscriptException("unknown transition " + name);
    };
  }

  /** {@code read-index NODE CONTEXT}: asks up to where a read must wait. */
  private void readIndex(Directive directive) {
    directive.allow(2);
    cluster
        .member(directive, 0)
        .node()
        .readIndex(directive.word(1, "a context").getBytes(StandardCharsets.UTF_8));
  }

  /** {@code transfer-leadership from=NODE to=NODE}. */
  private void transferLeadership(Directive directive) {
    directive.allow(0, "from", "to");
    long from = directive.argument("from").map(Argument::asNumber).orElse(0L);
    long to = directive.argument("to").map(Argument::asNumber).orElse(0L);
    if (to == 0) {
      throw new TranscriptException("there is no node to transfer to; expected from=N to=N");
    }
    cluster.member(from).node().transferLeader(to);
  }

  /** {@code forget-leader NODE}. */
  private void forgetLeader(Directive directive) {
    cluster.only(directive).node().forgetLeader();
  }

  /** {@code report-snapshot NODE PEER status=finished|failed}. */
  private void reportSnapshot(Directive directive) {
    directive.allow(2, "status");
    String name = directive.argument("status").map(Argument::value).orElse("");
    SnapshotStatus status =
        switch (name) {
          case "finished" -> SnapshotStatus.FINISHED;
          case "failed" -> SnapshotStatus.FAILED;
          default ->
              throw new TranscriptException(
                  "argument status is \"" + name + "\"; expected finished or failed");
        };
    cluster.member(directive, 0).node().reportSnapshot(cluster.member(directive, 1).id(), status);
  }

  /** {@code report-unreachable NODE PEER}. */
  private void reportUnreachable(Directive directive) {
    directive.allow(2);
    cluster.member(directive, 0).node().reportUnreachable(cluster.member(directive, 1).id());
  }

  /** {@code restart NODE}: it loses all that it has not written. */
  private void restart(Directive directive) {
    cluster.only(directive).restart();
  }

  /** {@code set-randomized-election-timeout NODE timeout=TICKS}: holds until the next draw. */
  private void setElectionTimeout(Directive directive) {
    directive.allow(1, "timeout");
    Argument timeout =
        directive
            .argument("timeout")
            .orElseThrow(() -> new TranscriptException("there is no timeout; expected timeout=N"));
    cluster.member(directive, 0).electionTimeout().set(timeout.asInt());
  }

  /** {@code tick NODE COUNT}. */
  private void tick(Directive directive) {
    directive.allow(2);
    tick(cluster.member(directive, 0), directive.count(1, "a number of ticks", MOST_TICKS));
  }

  private static void tick(Member member, long count) {
    for (long i = 0; i < count; i++) {
      member.node().tick();
    }
  }

  /** {@code tick-election NODE}: the least time after which it may begin an election. */
  private void tickElection(Directive directive) {
    Member member = cluster.only(directive);
    tick(member, member.options().electionTicks());
  }

  /** {@code tick-heartbeat NODE}: the time between two heartbeats. */
  private void tickHeartbeat(Directive directive) {
    Member member = cluster.only(directive);
    tick(member, member.options().heartbeatTicks());
  }
}
