package io.togglebolt.raft.core.internal.behaviour;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.UnknownPeerException;
import io.togglebolt.raft.tck.ConfChangeText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Members in one process and one thread. Nothing happens unless it is called for: {@link #settle}
 * lets all of them go on until nobody has anything to do, {@link #process} and {@link #deliver} do
 * one step.
 */
final class InMemoryCluster {
  /** More steps than this and the members do not come to rest. */
  private static final int MOST_STEPS = 10_000;

  private final Map<Long, Host> hosts = new TreeMap<>(Long::compareUnsigned);
  private final UnaryOperator<RaftOptions.Builder> options;
  private final Deque<Message> network = new ArrayDeque<>();
  private final Set<Long> isolated = new HashSet<>();
  private Predicate<Message> lost = message -> false;

  /** A cluster whose members have these options. */
  InMemoryCluster(UnaryOperator<RaftOptions.Builder> options) {
    this.options = options;
  }

  /** A cluster of voters with pre-vote and check-quorum, as etcd's server has them. */
  static InMemoryCluster ofVoters(Long... voters) {
    InMemoryCluster cluster = new InMemoryCluster(builder -> builder);
    cluster.addAll(ConfState.ofVoters(voters));
    return cluster;
  }

  /** Adds all members of a configuration. */
  void addAll(ConfState members) {
    Set<Long> ids = new HashSet<>(members.voters());
    ids.addAll(members.learners());
    ids.addAll(members.votersOutgoing());
    ids.stream().sorted(Long::compareUnsigned).forEach(id -> add(id, members));
  }

  /** Adds a member that knows of nobody and has nothing. */
  Host addEmpty(long id) {
    return add(id, new ConfState(List.of(), List.of(), List.of(), List.of(), false));
  }

  private Host add(long id, ConfState members) {
    Host host = new Host(id, members, options);
    hosts.put(id, host);
    return host;
  }

  Host host(long id) {
    Host host = hosts.get(id);
    if (host == null) {
      throw new AssertionError("there is no member " + Long.toUnsignedString(id));
    }
    return host;
  }

  /** Lets a member win an election. */
  Host elect(long id) {
    host(id).node().campaign();
    settle();
    if (!host(id).leads()) {
      throw new AssertionError("member " + id + " was not elected: " + host(id).lines());
    }
    return host(id);
  }

  /** Asks a member to append data. */
  void propose(long id, String data) {
    host(id).node().propose(data.getBytes(StandardCharsets.UTF_8));
  }

  /** Asks a member for a change, which is written as in transcripts: {@code v1 l2 r3}. */
  void change(long id, ConfChangeTransition transition, String changes) {
    host(id).node().proposeConfChange(changeOf(transition, changes));
  }

  /** Asks a member for a change of one member, or of several through a joint configuration. */
  void change(long id, String changes) {
    change(id, ConfChangeTransition.AUTO, changes);
  }

  static ConfChangeV2 changeOf(ConfChangeTransition transition, String changes) {
    List<ConfChangeSingle> singles = ConfChangeText.parse(changes);
    return new ConfChangeV2(transition, singles, new byte[0]);
  }

  /** Loses all that a member sends and all that is sent to it, from now on. */
  void isolate(long... ids) {
    for (long id : ids) {
      isolated.add(id);
    }
  }

  /** Loses nothing any more. */
  void heal() {
    isolated.clear();
    lost = message -> false;
  }

  /** Loses messages of a kind, from now on. */
  void lose(Predicate<Message> kind) {
    lost = kind;
  }

  /** Lets time pass for one member. */
  void tick(long id, int ticks) {
    for (int count = 0; count < ticks; count++) {
      host(id).node().tick();
    }
  }

  /** Lets time pass for all, who go on after each tick. */
  void tickAll(int ticks) {
    for (int count = 0; count < ticks; count++) {
      hosts.values().forEach(host -> host.node().tick());
      settle();
    }
  }

  /** Does what one member wants done; nothing when it wants nothing. */
  void process(long id) {
    Host host = host(id);
    if (host.node().hasReady()) {
      network.addAll(host.process().messages());
    }
  }

  /** Delivers what was sent so far; gives what was not lost. */
  List<Message> deliver() {
    List<Message> delivered = new ArrayList<>();
    for (int count = network.size(); count > 0; count--) {
      Message message = network.remove();
      boolean cut = isolated.contains(message.from()) || isolated.contains(message.to());
      Host receiver = hosts.get(message.to());
      if (!cut && receiver != null && !lost.test(message)) {
        delivered.add(message);
        receive(receiver, message);
      }
    }
    return delivered;
  }

  private static void receive(Host receiver, Message message) {
    try {
      receiver.node().step(message);
    } catch (UnknownPeerException | ProposalDroppedException e) {
      // Whoever carries messages has nothing to do with what becomes of them.
      receiver.lines().add(String.valueOf(e.getMessage()));
    }
  }

  /** Goes on until nobody has anything to do and nothing is on the way. */
  void settle() {
    settle(hosts.values().stream().map(Host::id).toList());
  }

  /** Lets some of the members go on; the others get messages but do nothing. */
  void settle(List<Long> ids) {
    for (int step = 0; step < MOST_STEPS; step++) {
      boolean idle = network.isEmpty();
      for (long id : ids) {
        idle &= !host(id).node().hasReady();
        process(id);
      }
      deliver();
      if (idle) {
        return;
      }
    }
    throw new AssertionError("the members do not come to rest");
  }
}
