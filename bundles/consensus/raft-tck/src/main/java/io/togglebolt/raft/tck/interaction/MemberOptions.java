package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.ReadMode;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.tck.Argument;
import io.togglebolt.raft.tck.Directive;
import io.togglebolt.raft.tck.TranscriptException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * How new members behave and what they begin from: the arguments of {@code add-nodes}. What is not
 * given is as etcd's transcripts have it: elections after 3 ticks, heartbeats at each, no limits.
 */
final class MemberOptions {
  private static final int ELECTION_TICKS = 3;
  private static final int HEARTBEAT_TICKS = 1;

  private static final Map<String, BiConsumer<RaftOptions.Builder, Argument>> OPTIONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("async-storage-writes", (b, a) -> b.asyncStorageWrites(a.asBoolean())),
              Map.entry("checkquorum", (b, a) -> b.checkQuorum(a.asBoolean())),
              Map.entry(
                  "disable-conf-change-validation",
                  (b, a) -> b.confChangeValidation(!a.asBoolean())),
              Map.entry(
                  "disable-proposal-forwarding", (b, a) -> b.proposalForwarding(!a.asBoolean())),
              Map.entry("inflight", (b, a) -> b.maxInflightMessages(a.asInt())),
              Map.entry("max-committed-size-per-ready", (b, a) -> b.maxApplyingBytes(a.asNumber())),
              Map.entry("max-inflight-bytes", (b, a) -> b.maxInflightBytes(a.asNumber())),
              Map.entry("max-proposal-size", (b, a) -> b.maxProposalBytes(a.asNumber())),
              Map.entry("max-size-per-msg", (b, a) -> b.maxMessageBytes(a.asNumber())),
              Map.entry("max-uncommitted-size", (b, a) -> b.maxUncommittedBytes(a.asNumber())),
              Map.entry("prevote", (b, a) -> b.preVote(a.asBoolean())),
              Map.entry("read-only", (b, a) -> b.readMode(readMode(a.value()))),
              Map.entry("step-down-on-removal", (b, a) -> b.stepDownOnRemoval(a.asBoolean()))));

  private final List<Argument> arguments;
  private final Snapshot start;

  private MemberOptions(List<Argument> arguments, Snapshot start) {
    this.arguments = arguments;
    this.start = start;
  }

  /**
   * Reads the arguments of a directive.
   *
   * @throws TranscriptException when one is not known, or they cannot be together
   */
  static MemberOptions of(Directive directive) {
    String[] known = new String[OPTIONS.size() + 4];
    OPTIONS.keySet().toArray(known);
    System.arraycopy(
        new String[] {"voters", "learners", "index", "content"}, 0, known, OPTIONS.size(), 4);
    directive.allow(1, known);
    List<Argument> options =
        directive.arguments().stream().filter(a -> OPTIONS.containsKey(a.key())).toList();
    return new MemberOptions(options, start(directive));
  }

  private static Snapshot start(Directive directive) {
    List<Long> voters = directive.argument("voters").map(Argument::asNumbers).orElse(List.of());
    List<Long> learners = directive.argument("learners").map(Argument::asNumbers).orElse(List.of());
    long index = directive.argument("index").map(Argument::asNumber).orElse(0L);
    String content = directive.argument("content").map(Argument::value).orElse("");
    boolean empty = voters.isEmpty() && learners.isEmpty() && index == 0 && content.isEmpty();
    if (!empty && index <= 1) {
      throw new TranscriptException("index must be specified as > 1 due to bootstrap");
    }
    ConfState members = new ConfState(voters, learners, List.of(), List.of(), false);
    return new Snapshot(
        new SnapshotMetadata(members, index, empty ? 0 : 1),
        content.getBytes(StandardCharsets.UTF_8));
  }

  /** What the members begin from; index 0 for an empty log. */
  Snapshot start() {
    return start;
  }

  /** The options of one member that has applied up to an index. */
  RaftOptions options(
      long id, RaftStorage storage, LongestTimeout timeout, long applied, RaftLogger logger) {
    RaftOptions.Builder builder =
        RaftOptions.builder(id, storage, timeout)
            .electionTicks(ELECTION_TICKS)
            .heartbeatTicks(HEARTBEAT_TICKS)
            .applied(applied)
            .maxMessageBytes(RaftOptions.UNLIMITED)
            .maxInflightMessages(Integer.MAX_VALUE)
            .checkQuorum(false)
            .preVote(false)
            .logger(logger);
    for (Argument argument : arguments) {
      Objects.requireNonNull(OPTIONS.get(argument.key())).accept(builder, argument);
    }
    return builder.build();
  }

  private static ReadMode readMode(String name) {
    return switch (name) {
      case "safe" -> ReadMode.SAFE;
      case "lease-based" -> ReadMode.LEASE_BASED;
      default -> throw new TranscriptException("invalid read-only option \"" + name + "\"");
    };
  }
}
