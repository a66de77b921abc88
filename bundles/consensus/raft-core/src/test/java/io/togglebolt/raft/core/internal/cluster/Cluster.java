package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Members that share a network in memory, which delivers in order what it is told to. Nothing
 * happens by itself: a test has members work, has messages delivered, and has time pass.
 */
final class Cluster {
  private final SortedMap<Long, Node> nodes = new TreeMap<>();
  private final List<Message> network = new ArrayList<>();
  private final Set<Long> isolated = new HashSet<>();
  private final List<Message> delivered = new ArrayList<>();
  private Predicate<Message> lost = message -> false;

  private Cluster() {}

  /** Voters with ids from 1 on, which begin with nothing. */
  static Cluster of(int voters, UnaryOperator<RaftOptions.Builder> tuning) {
    Long[] ids = new Long[voters];
    for (int i = 0; i < voters; i++) {
      ids[i] = i + 1L;
    }
    return of(ConfState.ofVoters(ids), tuning);
  }

  /** The members of a configuration, which begin with nothing. */
  static Cluster of(ConfState members, UnaryOperator<RaftOptions.Builder> tuning) {
    Cluster cluster = new Cluster();
    for (List<Long> ids : List.of(members.voters(), members.votersOutgoing(), members.learners())) {
      for (long id : ids) {
        if (!cluster.nodes.containsKey(id)) {
          cluster.add(id, members, tuning);
        }
      }
    }
    return cluster;
  }

  /** Neither asks beforehand nor checks that a quorum is there, as in the paper. */
  static RaftOptions.Builder plain(RaftOptions.Builder options) {
    return options.preVote(false).checkQuorum(false);
  }

  /** One more process, which believes in a configuration. */
  Node add(long id, ConfState members, UnaryOperator<RaftOptions.Builder> tuning) {
    Node node = new Node(id, members, tuning);
    nodes.put(id, node);
    return node;
  }

  Node node(long id) {
    Node node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("there is no member " + id);
    }
    return node;
  }

  Iterable<Node> nodes() {
    return nodes.values();
  }

  /** From now on nothing comes from or to these. */
  void isolate(long... ids) {
    for (long id : ids) {
      isolated.add(id);
    }
  }

  /** From now on messages arrive again. */
  void heal() {
    isolated.clear();
    lost = message -> false;
  }

  /** From now on what fits is lost. */
  void lose(Predicate<Message> messages) {
    lost = messages;
  }

  /** From now on messages of a type are lost. */
  void lose(MessageType type) {
    lose(message -> message.type() == type);
  }

  /** Has members work and messages delivered until nothing is left to do. */
  void settle() {
    for (int round = 0; round < 10_000; round++) {
      boolean worked = false;
      for (Node node : nodes.values()) {
        worked |= work(node);
      }
      worked |= deliver();
      if (!worked) {
        return;
      }
    }
    throw new AssertionError("the cluster does not come to rest");
  }

  /** Has a member do all that it wants done; gives whether that was anything. */
  boolean work(Node node) {
    boolean worked = false;
    while (node.hasWork()) {
      network.addAll(node.work());
      worked = true;
    }
    return worked;
  }

  /** Delivers what is on the way now; gives whether that was anything. */
  boolean deliver() {
    List<Message> arriving = List.copyOf(network);
    network.clear();
    for (Message message : arriving) {
      if (!isolated.contains(message.from())
          && !isolated.contains(message.to())
          && !lost.test(message)
          && nodes.containsKey(message.to())) {
        delivered.add(message);
        node(message.to()).step(message);
      }
    }
    return !arriving.isEmpty();
  }

  /** What is on the way; the network's own list. */
  List<Message> network() {
    return network;
  }

  /** Every message of a type that was delivered since the last call of {@link #forget}. */
  List<Message> delivered(MessageType type) {
    return delivered.stream().filter(message -> message.type() == type).toList();
  }

  void forget() {
    delivered.clear();
  }

  /** Makes a member the leader. */
  void elect(long id) {
    node(id).raft().campaign();
    settle();
    if (!node(id).leads()) {
      throw new AssertionError("member " + id + " was not elected: " + node(id).raft().status());
    }
  }

  /** Has a unit of time pass for a member as often as told, settling in between. */
  void tick(long id, int ticks) {
    for (int i = 0; i < ticks; i++) {
      node(id).raft().tick();
      settle();
    }
  }

  /** Proposes at a member, and settles. */
  void propose(long id, String data) {
    node(id).propose(data);
    settle();
  }
}
