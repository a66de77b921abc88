package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.PeerProgress;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.core.internal.CoreRaftFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Hosts that share a network in memory, which delivers in order what it is told to. Nothing happens
 * by itself: a test has members work, has messages delivered, and has time pass.
 */
final class Cluster {
  static final ConfState NOBODY = new ConfState(List.of(), List.of(), List.of(), List.of(), false);

  /** More rounds than this and the members do not come to rest. */
  private static final int MOST_ROUNDS = 10_000;

  private final Host.Maker maker;
  private final IntUnaryOperator draw;
  private final TreeMap<Long, Host> hosts = new TreeMap<>();
  private final List<Message> network = new ArrayList<>();
  private final Set<Long> isolated = new HashSet<>();
  private final List<Message> delivered = new ArrayList<>();
  private Predicate<Message> lost = message -> false;

  /**
   * A cluster of nobody yet.
   *
   * @param draw what is drawn below a bound, for timeouts
   */
  Cluster(Host.Maker maker, IntUnaryOperator draw) {
    this.maker = maker;
    this.draw = draw;
  }

  private static Cluster of(UnaryOperator<RaftOptions.Builder> tuning, IntUnaryOperator draw) {
    return new Cluster(new Host.Maker(new CoreRaftFactory(), tuning, Witness.NONE), draw);
  }

  /** Voters with ids from 1 on, which begin with nothing and have the least timeout. */
  static Cluster of(int voters, UnaryOperator<RaftOptions.Builder> tuning) {
    Long[] ids = new Long[voters];
    for (int i = 0; i < voters; i++) {
      ids[i] = i + 1L;
    }
    return of(ConfState.ofVoters(ids), tuning);
  }

  /** The members of a configuration, which begin with nothing and have the least timeout. */
  static Cluster of(ConfState members, UnaryOperator<RaftOptions.Builder> tuning) {
    Cluster cluster = of(tuning, bound -> 0);
    idsOf(members).forEach(id -> cluster.add(id, Disk.empty(members)));
    return cluster;
  }

  /** Voters of a cluster that others may join. */
  static Cluster open(Long... voters) {
    return open(ConfState.ofVoters(voters), options -> options);
  }

  /**
   * The members of a configuration that others may join. They have the longest timeout, so that
   * nobody stands for election by chance while the lease of a leader runs out.
   */
  static Cluster open(ConfState members, UnaryOperator<RaftOptions.Builder> tuning) {
    Cluster cluster = of(tuning, bound -> bound - 1);
    idsOf(members).forEach(id -> cluster.add(id, Disk.behindFirstEntry(members)));
    return cluster;
  }

  static Set<Long> idsOf(ConfState members) {
    Set<Long> ids = new TreeSet<>(members.voters());
    ids.addAll(members.learners());
    ids.addAll(members.votersOutgoing());
    return ids;
  }

  /** Neither asks beforehand nor checks that a quorum is there, as in the paper. */
  static RaftOptions.Builder plain(RaftOptions.Builder options) {
    return options.preVote(false).checkQuorum(false);
  }

  /** One more process. */
  Host add(long id, Disk disk) {
    Host host = new Host(id, disk, maker, ElectionTimeout.random(draw));
    hosts.put(id, host);
    return host;
  }

  /** One more process, which knows of nobody and has nothing. */
  Host addEmpty(long id) {
    return add(id, Disk.empty(NOBODY));
  }

  Host host(long id) {
    Host host = hosts.get(id);
    if (host == null) {
      throw new IllegalArgumentException("there is no member " + id);
    }
    return host;
  }

  boolean has(long id) {
    return hosts.containsKey(id);
  }

  /** All processes in the order of their ids; the cluster's own collection. */
  Collection<Host> hosts() {
    return hosts.values();
  }

  /** What a leader knows of a peer. */
  PeerProgress progress(long leader, long peer) {
    PeerProgress progress = host(leader).raft().status().progress().get(peer);
    if (progress == null) {
      throw new AssertionError(leader + " has no progress of " + peer);
    }
    return progress;
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

  /** Has all members work and messages delivered until nothing is left to do. */
  void settle() {
    settle(Set.copyOf(hosts.keySet()));
  }

  /** Has some members work; the others get messages and do nothing. */
  void settle(Set<Long> working) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      boolean worked = false;
      for (Host host : hosts.values()) {
        worked |= working.contains(host.id()) && process(host.id());
      }
      worked |= !deliver().isEmpty();
      if (!worked) {
        return;
      }
    }
    throw new AssertionError("the cluster does not come to rest");
  }

  /** Has a member do one thing that it wants done; gives whether there was any. */
  boolean process(long id) {
    Host host = host(id);
    if (!host.raft().hasReady()) {
      return false;
    }
    network.addAll(host.work());
    return true;
  }

  /** Has a member do all that it wants done. */
  void work(Host host) {
    while (process(host.id())) {
      // Until nothing is left.
    }
  }

  /** Delivers what is on the way now; gives what was on the way. */
  List<Message> deliver() {
    List<Message> arriving = List.copyOf(network);
    network.clear();
    for (Message message : arriving) {
      if (!isolated.contains(message.from())
          && !isolated.contains(message.to())
          && !lost.test(message)
          && has(message.to())) {
        delivered.add(message);
        host(message.to()).step(message);
      }
    }
    return arriving;
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
  Host elect(long id) {
    host(id).raft().campaign();
    settle();
    if (!host(id).leads()) {
      throw new AssertionError("member " + id + " was not elected: " + host(id).lines());
    }
    return host(id);
  }

  /** Has a unit of time pass for a member as often as told, settling in between. */
  void tick(long id, int ticks) {
    for (int i = 0; i < ticks; i++) {
      host(id).tick(1);
      settle();
    }
  }

  /** Has a unit of time pass for all as often as told, settling in between. */
  void tickAll(int ticks) {
    for (int i = 0; i < ticks; i++) {
      hosts.values().forEach(host -> host.tick(1));
      settle();
    }
  }

  /** Proposes at a member, and settles. */
  void propose(long id, String data) {
    host(id).propose(data);
    settle();
  }

  /** Proposes a change at a member, and settles. */
  void change(long id, String changes) {
    change(id, ConfChangeTransition.AUTO, changes);
  }

  /** Proposes a change at a member, and settles. */
  void change(long id, ConfChangeTransition transition, String changes) {
    host(id).change(transition, changes);
    settle();
  }
}
