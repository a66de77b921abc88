package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftException;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.SnapshotStatus;
import io.togglebolt.raft.tck.Argument;
import io.togglebolt.raft.tck.ConfChangeText;
import io.togglebolt.raft.tck.Directive;
import io.togglebolt.raft.tck.TranscriptException;
import io.togglebolt.raft.tck.TranscriptLanguage;
import io.togglebolt.raft.tck.interaction.Cluster.Recipient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What the directives of one file have done to their cluster. One thread's. */
final class InteractionSession implements TranscriptLanguage.Session {
  /** What each command does. */
  static final SortedMap<String, BiConsumer<InteractionSession, Directive>> COMMANDS =
      Collections.unmodifiableSortedMap(
          new TreeMap<>(
              Map.ofEntries(
                  Map.entry("_breakpoint", (session, directive) -> directive.allow(0)),
                  Map.entry("add-nodes", InteractionSession::addNodes),
                  Map.entry("campaign", InteractionSession::campaign),
                  Map.entry("compact", InteractionSession::compact),
                  Map.entry("deliver-msgs", InteractionSession::deliver),
                  Map.entry("forget-leader", InteractionSession::forgetLeader),
                  Map.entry("log-level", InteractionSession::logLevel),
                  Map.entry("process-append-thread", InteractionSession::processAppend),
                  Map.entry("process-apply-thread", InteractionSession::processApply),
                  Map.entry("process-ready", InteractionSession::processReady),
                  Map.entry("propose", InteractionSession::propose),
                  Map.entry("propose-conf-change", InteractionSession::proposeConfChange),
                  Map.entry("raft-log", InteractionSession::raftLog),
                  Map.entry("raft-state", InteractionSession::raftState),
                  Map.entry("read-index", InteractionSession::readIndex),
                  Map.entry("report-snapshot", InteractionSession::reportSnapshot),
                  Map.entry("report-unreachable", InteractionSession::reportUnreachable),
                  Map.entry("restart", InteractionSession::restart),
                  Map.entry("send-snapshot", InteractionSession::sendSnapshot),
                  Map.entry(
                      "set-randomized-election-timeout", InteractionSession::setElectionTimeout),
                  Map.entry("stabilize", InteractionSession::stabilize),
                  Map.entry("status", InteractionSession::status),
                  Map.entry("tick", InteractionSession::tick),
                  Map.entry("tick-election", InteractionSession::tickElection),
                  Map.entry("tick-heartbeat", InteractionSession::tickHeartbeat),
                  Map.entry("transfer-leadership", InteractionSession::transferLeadership))));

  private final Output output = new Output();
  private final Cluster cluster;

  InteractionSession(RaftFactory factory) {
    cluster = new Cluster(factory, output);
  }

  @Override
  public String run(Directive directive) {
    BiConsumer<InteractionSession, Directive> command = COMMANDS.get(directive.command());
    if (command == null) {
      throw new TranscriptException("command " + directive.command() + " is not known");
    }
    output.reset();
    try {
      command.accept(this, directive);
    } catch (Refusal e) {
      output.printAlways(String.valueOf(e.getMessage()));
    } catch (RaftException e) {
      output.printAlways(Errors.text(e));
    }
    return output.text();
  }

  /** {@code add-nodes COUNT [voters=(ID,...)] [learners=(ID,...)] [index=N] [OPTION=VALUE ...]}. */
  private void addNodes(Directive directive) {
    MemberOptions template = MemberOptions.of(directive);
    long count = directive.number(0, "a number of nodes");
    for (long i = 0; i < count; i++) {
      try {
        cluster.add(template);
      } catch (IllegalArgumentException e) {
        throw new Refusal(String.valueOf(e.getMessage()));
      }
    }
  }

  /** {@code campaign NODE}. */
  private void campaign(Directive directive) {
    only(directive).node().campaign();
  }

  /** {@code compact NODE INDEX}: lets go of the log up to an index, and prints what is left. */
  private void compact(Directive directive) {
    directive.allow(2);
    Member member = member(directive, 0);
    member.disk().compact(directive.number(1, "an index"));
    printLog(member);
  }

  /** {@code deliver-msgs [NODE ...] [drop=(NODE,...)] [type=TYPE]}. */
  private void deliver(Directive directive) {
    directive.allow(Integer.MAX_VALUE, "drop", "type");
    List<Recipient> recipients = new ArrayList<>();
    for (int i = 0; i < directive.words().size(); i++) {
      recipients.add(new Recipient(directive.number(i, "a node"), false));
    }
    for (long id : directive.argument("drop").map(Argument::asNumbers).orElse(List.of())) {
      if (recipients.contains(new Recipient(id, false))) {
        throw new TranscriptException(
            "messages to " + id + " cannot be both delivered and dropped");
      }
      recipients.add(new Recipient(id, true));
    }
    MessageType type = directive.argument("type").map(a -> messageType(a.value())).orElse(null);
    int count = 0;
    for (Recipient recipient : recipients) {
      count += cluster.deliver(recipient, type);
    }
    if (count == 0) {
      output.println("no messages");
    }
  }

  private static MessageType messageType(String name) {
    return Arrays.stream(MessageType.values())
        .filter(type -> type.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new TranscriptException("message type " + name + " is not known"));
  }

  /** {@code forget-leader NODE}. */
  private void forgetLeader(Directive directive) {
    only(directive).node().forgetLeader();
  }

  /** {@code log-level LEVEL}. */
  private void logLevel(Directive directive) {
    directive.allow(1);
    output.threshold(Output.thresholdNamed(directive.word(0, "a level")));
  }

  /** {@code process-append-thread NODE ...}. */
  private void processAppend(Directive directive) {
    each(directive, "processing append thread", cluster::processAppend);
  }

  /** {@code process-apply-thread NODE ...}. */
  private void processApply(Directive directive) {
    each(directive, "processing apply thread", cluster::processApply);
  }

  /** {@code process-ready NODE ...}. */
  private void processReady(Directive directive) {
    each(directive, "handling Ready", cluster::processReady);
  }

  private void each(Directive directive, String what, Consumer<Member> work) {
    directive.allow(Integer.MAX_VALUE);
    List<Member> members = members(directive);
    for (Member member : members) {
      if (members.size() > 1) {
        cluster.headed(member, what, () -> work.accept(member));
      } else {
        work.accept(member);
      }
    }
  }

  /** {@code propose NODE DATA}. */
  private void propose(Directive directive) {
    directive.allow(2);
    member(directive, 0).node().propose(directive.word(1, "data").getBytes(StandardCharsets.UTF_8));
  }

  /** {@code propose-conf-change NODE [v1=BOOL] [transition=TRANSITION]}, with the changes below. */
  private void proposeConfChange(Directive directive) {
    directive.allow(1, "v1", "transition");
    Member member = member(directive, 0);
    boolean old = directive.argument("v1").map(Argument::asBoolean).orElse(false);
    ConfChangeTransition transition =
        transition(directive.argument("transition").map(Argument::value).orElse("auto"));
    List<ConfChangeSingle> changes = ConfChangeText.parse(directive.input());
    if (!old) {
      member.node().proposeConfChange(new ConfChangeV2(transition, changes, new byte[0]));
      return;
    }
    if (changes.size() != 1 || transition != ConfChangeTransition.AUTO) {
      throw new Refusal("v1 conf change can only have one operation and no transition");
    }
    ConfChangeSingle change = changes.getFirst();
    member.node().proposeConfChange(new ConfChange(0, change.type(), change.nodeId(), new byte[0]));
  }

  private static ConfChangeTransition transition(String name) {
    return switch (name) {
      case "auto" -> ConfChangeTransition.AUTO;
      case "implicit" -> ConfChangeTransition.JOINT_IMPLICIT;
      case "explicit" -> ConfChangeTransition.JOINT_EXPLICIT;
      default -> throw new Refusal("unknown transition " + name);
    };
  }

  /** {@code raft-log NODE}: the entries on its disk. */
  private void raftLog(Directive directive) {
    printLog(only(directive));
  }

  private void printLog(Member member) {
    MemoryStorage disk = member.disk();
    long first = disk.firstIndex();
    long last = disk.lastIndex();
    if (last < first) {
      output.print("log is empty: first index=" + first + ", last index=" + last);
    } else {
      output.print(Describe.entries(disk.entries(first, last + 1, RaftOptions.UNLIMITED)));
    }
  }

  /** {@code raft-state}: what each node is, as it sees it itself. */
  private void raftState(Directive directive) {
    directive.allow(0);
    for (Member member : cluster.members()) {
      RaftStatus status = member.node().status();
      boolean votes =
          status.confState().voters().contains(status.id())
              || status.confState().votersOutgoing().contains(status.id());
      output.println(
          status.id()
              + ": "
              + status.softState().role()
              + (votes ? " (Voter)" : " (Non-Voter)")
              + " Term:"
              + status.hardState().term()
              + " Lead:"
              + status.softState().lead());
    }
  }

  /** {@code read-index NODE CONTEXT}: asks up to where a read must wait. */
  private void readIndex(Directive directive) {
    directive.allow(2);
    member(directive, 0)
        .node()
        .readIndex(directive.word(1, "a context").getBytes(StandardCharsets.UTF_8));
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
    member(directive, 0).node().reportSnapshot(directive.number(1, "a peer"), status);
  }

  /** {@code report-unreachable NODE PEER}. */
  private void reportUnreachable(Directive directive) {
    directive.allow(2);
    member(directive, 0).node().reportUnreachable(directive.number(1, "a peer"));
  }

  /** {@code restart NODE}: it loses all that it has not written. */
  private void restart(Directive directive) {
    only(directive).restart();
  }

  /** {@code send-snapshot FROM TO}: a snapshot is on the way, without anybody being asked. */
  private void sendSnapshot(Directive directive) {
    directive.allow(2);
    Member from = member(directive, 0);
    Message message =
        Message.of(MessageType.SNAPSHOT)
            .term(from.node().status().hardState().term())
            .from(from.id())
            .to(member(directive, 1).id())
            .snapshot(from.snapshot())
            .build();
    cluster.send(message);
    output.print(Describe.message(message));
  }

  /** {@code set-randomized-election-timeout NODE timeout=TICKS}: holds until the next draw. */
  private void setElectionTimeout(Directive directive) {
    directive.allow(1, "timeout");
    Argument timeout =
        directive
            .argument("timeout")
            .orElseThrow(() -> new TranscriptException("there is no timeout; expected timeout=N"));
    member(directive, 0).electionTimeout().set(Math.toIntExact(timeout.asNumber()));
  }

  /** {@code stabilize [NODE ...] [log-level=LEVEL]}: until nobody has anything to do. */
  private void stabilize(Directive directive) {
    directive.allow(Integer.MAX_VALUE, "log-level");
    Output.Threshold before = output.threshold();
    directive
        .argument("log-level")
        .ifPresent(level -> output.threshold(Output.thresholdNamed(level.value())));
    try {
      List<Member> among = members(directive);
      cluster.stabilize(among.isEmpty() ? cluster.members() : among);
    } finally {
      output.threshold(before);
    }
  }

  /** {@code status NODE}: what a leader knows of its peers. */
  private void status(Directive directive) {
    only(directive)
        .node()
        .status()
        .progress()
        .forEach((id, progress) -> output.println(Long.toUnsignedString(id) + ": " + progress));
  }

  /** {@code tick NODE COUNT}. */
  private void tick(Directive directive) {
    directive.allow(2);
    tick(member(directive, 0), directive.number(1, "a number of ticks"));
  }

  /** {@code tick-election NODE}: the least time after which it may begin an election. */
  private void tickElection(Directive directive) {
    Member member = only(directive);
    tick(member, member.options().electionTicks());
  }

  /** {@code tick-heartbeat NODE}: the time between two heartbeats. */
  private void tickHeartbeat(Directive directive) {
    Member member = only(directive);
    tick(member, member.options().heartbeatTicks());
  }

  private static void tick(Member member, long count) {
    for (long i = 0; i < count; i++) {
      member.node().tick();
    }
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

  private Member only(Directive directive) {
    directive.allow(1);
    return member(directive, 0);
  }

  private Member member(Directive directive, int place) {
    return cluster.member(directive.number(place, "a node"));
  }

  private List<Member> members(Directive directive) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < directive.words().size(); i++) {
      members.add(member(directive, i));
    }
    return members;
  }
}
