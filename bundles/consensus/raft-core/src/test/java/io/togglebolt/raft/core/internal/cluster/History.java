package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.SnapshotStatus;
import io.togglebolt.testkit.SplitMix64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What happens to a cluster under one seed, and what must hold all the while. */
final class History {
  private static final long MOST_MEMBERS = 6;
  private static final int MOST_ON_THE_WAY = 100;

  private final SplitMix64 random;
  private final boolean preVote;
  private final boolean checkQuorum;
  private final boolean async;
  private final long maxMessageBytes;
  private final int maxInflightMessages;
  private final long maxApplyingBytes;
  private final boolean stepDownOnRemoval;
  private final boolean membersChange;

  /**
   * Whether at most one voter goes at a time, and never of two. Otherwise those that stay may need
   * the vote of one that has gone, whose log is longer: safe, but the end of the cluster.
   */
  private final boolean gentle;

  private final Map<Long, Machine> machines = new TreeMap<>();
  private final List<Message> network = new ArrayList<>();
  private final Map<Long, Long> leaders = new HashMap<>();
  private final TreeMap<Long, RandomHistoriesTest.Committed> committed = new TreeMap<>();

  /** By the number of each read: what had been applied by anybody when it was asked. */
  private final List<Long> reads = new ArrayList<>();

  private int proposals;

  History(SplitMix64 random) {
    this.random = random;
    preVote = random.chance(1, 2);
    checkQuorum = random.chance(1, 2);
    async = random.chance(1, 2);
    maxMessageBytes = random.choice(0L, 40L, 1L << 20);
    maxInflightMessages = random.between(1, 5);
    maxApplyingBytes = random.choice(0L, 60L, RaftOptions.UNLIMITED);
    stepDownOnRemoval = random.chance(1, 2);
    membersChange = random.chance(2, 3);
    gentle = random.chance(2, 3);
    List<Long> voters = new ArrayList<>();
    for (long id = 1; id <= random.between(1, 5); id++) {
      voters.add(id);
    }
    ConfState beginning = new ConfState(voters, List.of(), List.of(), List.of(), false);
    voters.forEach(id -> start(id, beginning));
  }

  private Machine start(long id, ConfState members) {
    Machine machine = new Machine(id, members, async, random.fork(), this::tune, network::add);
    machines.put(id, machine);
    return machine;
  }

  private RaftOptions.Builder tune(RaftOptions.Builder options) {
    return options
        .electionTicks(5)
        .preVote(preVote)
        .checkQuorum(checkQuorum)
        .maxMessageBytes(maxMessageBytes)
        .maxInflightMessages(maxInflightMessages)
        .maxApplyingBytes(maxApplyingBytes)
        .stepDownOnRemoval(stepDownOnRemoval);
  }

  private Machine anybody() {
    return random.choice(List.copyOf(machines.values()));
  }

  void step() {
    int dice = random.below(1000);
    Machine machine = anybody();
    if (dice < 400) {
      deliver();
    } else if (dice < 750) {
      machine.work();
    } else if (dice < 880) {
      machine.ask(node -> node.tick());
    } else if (dice < 940) {
      byte[] data = ("p" + proposals++).getBytes(StandardCharsets.US_ASCII);
      machine.ask(node -> node.propose(data));
    } else if (dice < 950) {
      read(machine);
    } else if (dice < 965) {
      change(machine);
    } else if (dice < 970) {
      machine.crash();
    } else if (dice < 980) {
      machine.compact();
    } else if (dice < 985) {
      long to = anybody().id();
      machine.ask(node -> node.transferLeader(to));
    } else if (dice < 990) {
      long about = anybody().id();
      machine.ask(node -> node.reportUnreachable(about));
    } else if (dice < 993) {
      machine.ask(node -> node.forgetLeader());
    } else if (dice < 996) {
      machine.ask(node -> node.campaign());
    } else {
      lose(network.size());
    }
    check();
  }

  /** Delivers one of the messages on the way, or loses it, or delivers it and keeps it. */
  private void deliver() {
    if (network.isEmpty()) {
      return;
    }
    int place = random.below(network.size());
    if (random.chance(2, 3)) {
      place = 0;
    }
    Message message = random.chance(1, 15) ? network.get(place) : network.remove(place);
    if (network.size() > MOST_ON_THE_WAY) {
      lose(MOST_ON_THE_WAY / 2);
    }
    boolean lost = random.chance(1, 12);
    Machine receiver = machines.get(message.to());
    if (!lost && receiver != null) {
      receiver.ask(node -> node.step(message));
    }
    report(message, lost ? SnapshotStatus.FAILED : SnapshotStatus.FINISHED);
  }

  /** Loses the oldest messages. */
  private void lose(int count) {
    List<Message> oldest = network.subList(0, count);
    List<Message> lost = List.copyOf(oldest);
    oldest.clear();
    lost.forEach(message -> report(message, SnapshotStatus.FAILED));
  }

  /** Who sends a snapshot must be told what became of it. */
  private void report(Message message, SnapshotStatus status) {
    Machine sender = machines.get(message.from());
    if (message.type() == MessageType.SNAPSHOT && sender != null) {
      sender.ask(node -> node.reportSnapshot(message.to(), status));
    }
  }

  private void read(Machine machine) {
    reads.add(committed.isEmpty() ? 0 : committed.lastKey());
    byte[] context = String.valueOf(reads.size() - 1).getBytes(StandardCharsets.US_ASCII);
    machine.ask(node -> node.readIndex(context));
  }

  private void change(Machine machine) {
    if (!membersChange || !machine.leads()) {
      return;
    }
    List<ConfChangeSingle> changes = new ArrayList<>();
    for (int count = random.below(4); count > 0; count--) {
      changes.add(
          new ConfChangeSingle(
              random.choice(
                  ConfChangeType.ADD_NODE,
                  ConfChangeType.ADD_NODE,
                  ConfChangeType.REMOVE_NODE,
                  ConfChangeType.ADD_LEARNER_NODE),
              1 + random.below(MOST_MEMBERS)));
    }
    if (!mayAsk(machine.members(), changes)) {
      return;
    }
    for (ConfChangeSingle single : changes) {
      if (!machines.containsKey(single.nodeId())) {
        start(single.nodeId(), new ConfState(List.of(), List.of(), List.of(), List.of(), false));
      }
    }
    ConfChangeTransition transition = random.choice(ConfChangeTransition.values());
    machine.ask(node -> node.proposeConfChange(new ConfChangeV2(transition, changes, new byte[0])));
  }

  /** A change that leaves nobody stops whoever applies it, so it is not asked for. */
  private boolean mayAsk(ConfState members, List<ConfChangeSingle> changes) {
    Set<Long> voters = new TreeSet<>(members.voters());
    for (ConfChangeSingle change : changes) {
      if (change.type() == ConfChangeType.ADD_NODE) {
        voters.add(change.nodeId());
      } else {
        voters.remove(change.nodeId());
      }
    }
    long gone = members.voters().stream().filter(id -> !voters.contains(id)).count();
    return !voters.isEmpty() && (!gentle || gone == 0 || gone == 1 && members.voters().size() > 2);
  }

  private void check() {
    for (Machine machine : machines.values()) {
      if (machine.leads()) {
        checkLeader(machine);
      }
      for (Entry entry : machine.takeApplied()) {
        checkApplied(machine, entry);
      }
      for (ReadState read : machine.takeReads()) {
        long least =
            reads.get(Integer.parseInt(new String(read.context(), StandardCharsets.US_ASCII)));
        require(
            read.index() >= least,
            "a read was told of index " + read.index() + " when " + least + " was applied");
      }
    }
  }

  private void checkLeader(Machine machine) {
    long term = machine.term();
    Long other = leaders.putIfAbsent(term, machine.id());
    require(
        other == null || other == machine.id(),
        "term " + term + " has the leaders " + other + " and " + machine.id());
  }

  private void checkApplied(Machine machine, Entry entry) {
    RandomHistoriesTest.Committed before =
        committed.putIfAbsent(
            entry.index(), new RandomHistoriesTest.Committed(entry, machine.term()));
    require(
        before == null || before.entry().equals(entry),
        machine.id() + " applied " + entry + " where " + before + " was applied before");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** Nothing goes wrong any more: whoever belongs to the cluster must come to agree and go on. */
  void calmDown() {
    int from = proposals;
    for (int round = 0; round < 600; round++) {
      stopStrangers();
      for (Machine machine : machines.values()) {
        machine.ask(node -> node.tick());
      }
      exchange();
      Machine leader = leader();
      if (leader != null && round > 100 && proposals < from + 3) {
        byte[] data = ("last" + proposals++).getBytes(StandardCharsets.US_ASCII);
        leader.ask(node -> node.propose(data));
        exchange();
      }
      if (proposals >= from + 3 && agreed(latest())) {
        return;
      }
    }
    StringBuilder state = new StringBuilder("the cluster does not go on: " + latest());
    for (Machine machine : machines.values()) {
      state.append('\n').append(machine.raft().status());
    }
    require(!gentle, state.toString());
  }

  /** Whoever was removed may go when no change is under way that could need it. */
  private void stopStrangers() {
    ConfState members = latest();
    Machine leader = leader();
    if (agreed(members) && leader != null && leader.disk().lastIndex() == leader.appliedIndex()) {
      machines.keySet().removeIf(id -> !belongs(members, id) && id != leader.id());
    }
  }

  private void exchange() {
    for (int turn = 0; turn < 50; turn++) {
      for (Machine machine : List.copyOf(machines.values())) {
        while (machine.work()) {
          check();
        }
      }
      List<Message> arriving = List.copyOf(network);
      network.clear();
      for (Message message : arriving) {
        Machine receiver = machines.get(message.to());
        if (receiver != null) {
          receiver.ask(node -> node.step(message));
        }
        report(message, receiver == null ? SnapshotStatus.FAILED : SnapshotStatus.FINISHED);
        check();
      }
    }
  }

  private Machine leader() {
    Machine leader = null;
    for (Machine machine : machines.values()) {
      if (machine.leads() && (leader == null || machine.term() > leader.term())) {
        leader = machine;
      }
    }
    return leader;
  }

  /** The configuration of whoever has applied most. */
  private ConfState latest() {
    Machine latest = null;
    for (Machine machine : machines.values()) {
      if (latest == null || machine.appliedIndex() > latest.appliedIndex()) {
        latest = machine;
      }
    }
    return latest.members();
  }

  private static boolean belongs(ConfState members, long id) {
    return members.voters().contains(id)
        || members.learners().contains(id)
        || members.votersOutgoing().contains(id);
  }

  private boolean agreed(ConfState members) {
    if (committed.isEmpty()) {
      return false;
    }
    for (Machine machine : machines.values()) {
      if (belongs(members, machine.id()) && machine.appliedIndex() != committed.lastKey()) {
        return false;
      }
    }
    return true;
  }
}
