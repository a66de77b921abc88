package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.SnapshotStatus;
import io.togglebolt.testkit.SplitMix64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What happens to a cluster under one seed, and what must hold all the while. */
final class History {
  private static final int MOST_MEMBERS = 6;
  private static final int MOST_ON_THE_WAY = 100;

  private final SplitMix64 random;
  private final boolean async;
  private final boolean membersChange;

  /**
   * Whether at most one voter goes at a time, and never of two. Otherwise those that stay may need
   * the vote of one that has gone, whose log is longer: safe, but the end of the cluster.
   */
  private final boolean gentle;

  private final Promises promises = new Promises();
  private final Cluster cluster;

  /** Whose messages are lost; 0 is nobody. */
  private long cutOff;

  private int proposals;

  History(SplitMix64 random, boolean async, RaftFactory factory) {
    this.random = random;
    this.async = async;
    Tuning tuning =
        new Tuning(
            random.chance(1, 2),
            random.chance(1, 2),
            random.choice(0L, 40L, 1L << 20),
            random.between(1, 5),
            random.choice(0L, 60L, RaftOptions.UNLIMITED),
            random.chance(1, 2));
    membersChange = random.chance(2, 3);
    gentle = random.chance(2, 3);
    Host.Maker maker = new Host.Maker(factory, options -> tuning.tune(options, async), promises);
    cluster = new Cluster(maker, random.fork()::below);
    List<Long> voters = new ArrayList<>();
    for (long id = random.between(1, 5); id > 0; id--) {
      voters.addFirst(id);
    }
    ConfState beginning = new ConfState(voters, List.of(), List.of(), List.of(), false);
    voters.forEach(id -> cluster.add(id, Disk.behindFirstEntry(beginning)));
  }

  Promises promises() {
    return promises;
  }

  Cluster cluster() {
    return cluster;
  }

  private Host anybody() {
    return random.choice(List.copyOf(cluster.hosts()));
  }

  void step() {
    Host host = anybody();
    int dice = random.below(1000);
    if (dice < 400) {
      deliver();
    } else if (dice < 750) {
      work(host);
    } else if (dice < 880) {
      host.tick(1);
    } else if (dice < 940) {
      propose(host);
    } else if (dice < 955) {
      host.ask(member -> member.readIndex(promises.ask()));
    } else if (dice < 970) {
      change(host);
    } else {
      accident(host, dice - 970);
    }
    promises.check(host);
  }

  private void accident(Host host, int dice) {
    long about = anybody().id();
    if (dice < 5) {
      crash(host);
    } else if (dice < 14) {
      compact(host.disk());
    } else if (dice < 18) {
      host.ask(member -> member.transferLeader(about));
    } else if (dice < 22) {
      host.ask(member -> member.reportUnreachable(about));
    } else if (dice < 24) {
      host.ask(member -> member.forgetLeader());
    } else if (dice < 26) {
      host.ask(member -> member.campaign());
    } else if (dice < 28) {
      cutOff = random.chance(1, 2) ? about : 0;
    } else {
      lose(cluster.network().size());
    }
  }

  void propose(Host host) {
    byte[] data = ("p" + proposals++).getBytes(StandardCharsets.US_ASCII);
    host.ask(member -> member.propose(data));
  }

  /** Does one thing that waits to be done; gives whether there was any. */
  boolean work(Host host) {
    List<Runnable> choices = new ArrayList<>();
    List<Message> network = cluster.network();
    if (host.raft().hasReady()) {
      choices.add(() -> network.addAll(host.work()));
    }
    if (!host.toAppend().isEmpty()) {
      choices.add(() -> network.addAll(host.append()));
    }
    if (!host.toApply().isEmpty()) {
      choices.add(() -> network.addAll(host.apply()));
    }
    if (choices.isEmpty()) {
      return false;
    }
    random.choice(choices).run();
    promises.check(host);
    return true;
  }

  /** The process dies, perhaps while it writes; perhaps the power fails. */
  private void crash(Host host) {
    if (!async && host.raft().hasReady() && random.chance(1, 2)) {
      cluster.network().addAll(host.dieWhileWriting());
    }
    Disk disk = host.disk();
    if (random.chance(1, 2)) {
      disk.loseUnsynced();
    }
    long least = disk.heldSnapshot().metadata().index();
    long most = Math.max(least, disk.durablyApplied());
    disk.fallBack(least + random.below(most - least + 1));
    host.restart();
    promises.died(host);
  }

  private void compact(Disk disk) {
    long first = disk.firstIndex();
    long last = disk.durablyApplied();
    if (last >= first) {
      disk.compact(first + random.below(last - first + 1));
    }
  }

  /** Delivers one of the messages on the way, or loses it, or delivers it and keeps it. */
  private void deliver() {
    List<Message> network = cluster.network();
    if (network.isEmpty()) {
      return;
    }
    int place = random.chance(2, 3) ? 0 : random.below(network.size());
    Message message = random.chance(1, 15) ? network.get(place) : network.remove(place);
    if (network.size() > MOST_ON_THE_WAY) {
      lose(MOST_ON_THE_WAY / 2);
    }
    boolean cut = message.to() == cutOff || message.from() == cutOff;
    arrive(message, cut || random.chance(1, 12));
  }

  /** Loses the oldest messages. */
  private void lose(int count) {
    List<Message> oldest = cluster.network().subList(0, count);
    List<Message> lost = List.copyOf(oldest);
    oldest.clear();
    lost.forEach(message -> arrive(message, true));
  }

  /** Has a message arrive unless it is lost. Who sends a snapshot is told what became of it. */
  void arrive(Message message, boolean lost) {
    boolean arrives = !lost && cluster.has(message.to());
    if (arrives) {
      Host receiver = cluster.host(message.to());
      receiver.step(message);
      promises.check(receiver);
    }
    if (message.type() == MessageType.SNAPSHOT && cluster.has(message.from())) {
      SnapshotStatus status = arrives ? SnapshotStatus.FINISHED : SnapshotStatus.FAILED;
      cluster.host(message.from()).ask(sender -> sender.reportSnapshot(message.to(), status));
    }
  }

  private void change(Host host) {
    if (!membersChange || !host.leads()) {
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
    if (!mayAsk(host.disk().confState(), changes)) {
      return;
    }
    for (ConfChangeSingle single : changes) {
      if (!cluster.has(single.nodeId())) {
        cluster.addEmpty(single.nodeId());
      }
    }
    ConfChangeTransition transition = random.choice(ConfChangeTransition.values());
    host.ask(
        member -> member.proposeConfChange(new ConfChangeV2(transition, changes, new byte[0])));
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

  /** Nothing goes wrong any more: whoever belongs to the cluster must come to agree and go on. */
  void calmDown() {
    cutOff = 0;
    Aftermath aftermath = new Aftermath(this);
    if (!aftermath.comesToRest() && gentle) {
      throw new AssertionError("the cluster does not go on: " + cluster.hosts());
    }
  }

  /** What all members of a history have in common. */
  private record Tuning(
      boolean preVote,
      boolean checkQuorum,
      long maxMessageBytes,
      int maxInflightMessages,
      long maxApplyingBytes,
      boolean stepDownOnRemoval) {
    RaftOptions.Builder tune(RaftOptions.Builder options, boolean async) {
      return options
          .logger(RaftLogger.NONE)
          .electionTicks(5)
          .asyncStorageWrites(async)
          .preVote(preVote)
          .checkQuorum(checkQuorum)
          .maxMessageBytes(maxMessageBytes)
          .maxInflightMessages(maxInflightMessages)
          .maxApplyingBytes(maxApplyingBytes)
          .stepDownOnRemoval(stepDownOnRemoval);
    }
  }
}
