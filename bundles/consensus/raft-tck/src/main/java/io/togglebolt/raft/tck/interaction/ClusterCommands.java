package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.tck.Argument;
import io.togglebolt.raft.tck.Directive;
import io.togglebolt.raft.tck.TranscriptException;
import io.togglebolt.raft.tck.interaction.Cluster.Recipient;
import io.togglebolt.raft.tck.interaction.Cluster.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Commands that make members, move messages between them and let them do what they have to do. One
 * session's.
 */
final class ClusterCommands {
  /** A transcript of more would not be read by anybody. */
  private static final int MOST_NODES = 1000;

  private final Cluster cluster;
  private final Output output;

  ClusterCommands(Cluster cluster, Output output) {
    this.cluster = cluster;
    this.output = output;
  }

  /** What each command does. */
  Map<String, Consumer<Directive>> table() {
    return Map.ofEntries(
        Map.entry("add-nodes", this::addNodes),
        Map.entry("deliver-msgs", this::deliver),
        Map.entry("log-level", this::logLevel),
        Map.entry("process-append-thread", this::processAppend),
        Map.entry("process-apply-thread", this::processApply),
        Map.entry("process-ready", this::processReady),
        Map.entry("send-append", this::sendAppend),
        Map.entry("send-snapshot", this::sendSnapshot),
        Map.entry("stabilize", this::stabilize));
  }

  /** {@code add-nodes COUNT [voters=(ID,...)] [learners=(ID,...)] [index=N] [OPTION=VALUE ...]}. */
  private void addNodes(Directive directive) {
    MemberOptions template = MemberOptions.of(directive);
    int count = directive.count(0, "a number of nodes", MOST_NODES);
    for (int i = 0; i < count; i++) {
      try {
        cluster.add(template);
      } catch (IllegalArgumentException e) {
        throw new TranscriptException(String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** {@code log-level LEVEL}. */
  private void logLevel(Directive directive) {
    directive.allow(1);
    output.threshold(Output.thresholdNamed(directive.word(0, "a level")));
  }

  /** {@code deliver-msgs [NODE ...] [drop=(NODE,...)] [from=(NODE,...)] [type=TYPE]}. */
  private void deliver(Directive directive) {
    directive.allow(Integer.MAX_VALUE, "drop", "from", "type");
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
    Selection selection =
        new Selection(type, directive.argument("from").map(Argument::asNumbers).orElse(List.of()));
    int count = 0;
    for (Recipient recipient : recipients) {
      count += cluster.deliver(recipient, selection);
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

  /** {@code stabilize [NODE ...] [log-level=LEVEL]}: until nobody has anything to do. */
  private void stabilize(Directive directive) {
    directive.allow(Integer.MAX_VALUE, "log-level");
    Output.Threshold before = output.threshold();
    directive
        .argument("log-level")
        .ifPresent(level -> output.threshold(Output.thresholdNamed(level.value())));
    try {
      List<Member> among = cluster.members(directive);
      cluster.stabilize(among.isEmpty() ? cluster.members() : among);
    } finally {
      output.threshold(before);
    }
  }

  /** {@code process-ready NODE ...}. */
  private void processReady(Directive directive) {
    each(directive, "handling Ready", cluster::processReady);
  }

  /** {@code process-append-thread NODE ...}. */
  private void processAppend(Directive directive) {
    each(directive, "processing append thread", cluster::processAppend);
  }

  /** {@code process-apply-thread NODE ...}. */
  private void processApply(Directive directive) {
    each(directive, "processing apply thread", cluster::processApply);
  }

  private void each(Directive directive, String what, Consumer<Member> work) {
    directive.allow(Integer.MAX_VALUE);
    List<Member> members = cluster.members(directive);
    for (Member member : members) {
      if (members.size() > 1) {
        cluster.headed(member, what, () -> work.accept(member));
      } else {
        work.accept(member);
      }
    }
  }

  /**
   * {@code send-append FROM TO after=INDEX count=N}: entries of its log are on the way, as if the
   * network had kept them or doubled them.
   */
  private void sendAppend(Directive directive) {
    directive.allow(2, "after", "count");
    Member from = cluster.member(directive, 0);
    long after = number(directive, "after");
    HardState state = from.node().status().hardState();
    Message message =
        Message.of(MessageType.APPEND)
            .term(state.term())
            .from(from.id())
            .to(cluster.member(directive, 1).id())
            .logTerm(from.disk().term(after))
            .index(after)
            .entries(
                from.disk()
                    .entries(
                        after + 1, after + 1 + number(directive, "count"), RaftOptions.UNLIMITED))
            .commit(state.commit())
            .build();
    cluster.send(message);
    output.print(Describe.message(message));
  }

  private static long number(Directive directive, String key) {
    return directive
        .argument(key)
        .orElseThrow(
            () -> new TranscriptException("there is no " + key + "; expected " + key + "=N"))
        .asNumber();
  }

  /** {@code send-snapshot FROM TO}: a snapshot is on the way, without anybody being asked. */
  private void sendSnapshot(Directive directive) {
    directive.allow(2);
    Member from = cluster.member(directive, 0);
    Message message =
        Message.of(MessageType.SNAPSHOT)
            .term(from.node().status().hardState().term())
            .from(from.id())
            .to(cluster.member(directive, 1).id())
            .snapshot(from.snapshot())
            .build();
    cluster.send(message);
    output.print(Describe.message(message));
  }
}
