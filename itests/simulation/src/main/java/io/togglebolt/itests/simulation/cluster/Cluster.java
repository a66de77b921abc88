package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.itests.simulation.member.Ending;
import io.togglebolt.itests.simulation.member.Member;
import io.togglebolt.itests.simulation.member.MemberWatcher;
import io.togglebolt.itests.simulation.member.Plant;
import io.togglebolt.itests.simulation.member.Words;
import io.togglebolt.itests.simulation.world.World;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.SnapshotStatus;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.testkit.network.Delivery;
import io.togglebolt.testkit.network.LinkRule;
import io.togglebolt.testkit.network.Loss;
import io.togglebolt.testkit.network.SimulatedNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** All members there ever were, and the network between them. */
public final class Cluster {
  /** How the network is when nothing is wrong with it. */
  static final LinkRule CALM = LinkRule.delay(500_000, 3_000_000);

  private static final long MOST_REPORT_NANOS = 50_000_000;

  private final World world;
  private final Plan plan;
  private final RaftFactory factory;
  private final Set<Plant> plants;
  private final MemberWatcher watcher;
  private final Tally tally;
  private final SplitMix64 random;
  private final SplitMix64 reports;
  private final SimulatedNetwork<Message> network;
  private final SortedMap<Long, Member> members = new TreeMap<>();
  private final List<Long> founders;
  private final SortedSet<Long> switchedOff = new TreeSet<>();
  private boolean healed;

  /** Members that are not started yet. */
  Cluster(
      World world,
      Plan plan,
      RaftFactory factory,
      Set<Plant> plants,
      MemberWatcher watcher,
      Tally tally,
      SplitMix64 random) {
    this.world = world;
    this.plan = plan;
    this.factory = factory;
    this.plants = plants;
    this.watcher = watcher;
    this.tally = tally;
    this.random = random;
    reports = random.fork();
    network = new SimulatedNetwork<>(random.fork(), CALM);
    network.observeLosses(this::lost);
    founders = LongStream.rangeClosed(1, plan.nodes()).boxed().toList();
    founders.forEach(id -> add(id, founders));
  }

  private Member add(long id, List<Long> with) {
    Member member =
        new Member(
            id, world, random.fork(), plan.settings(), factory, plants, with, surroundings());
    members.put(id, member);
    return member;
  }

  private Member.Surroundings surroundings() {
    return new Member.Surroundings() {
      @Override
      public void send(Message message) {
        Cluster.this.send(message);
      }

      @Override
      public void ended(Member member) {
        tally.count("processes ended by disks");
        network.disconnect(member.id());
        restartLater(member);
      }

      @Override
      public MemberWatcher watcher() {
        return watcher;
      }
    };
  }

  /** A machine on which nothing was ever started; it is no member until somebody adds it. */
  Member newMember() {
    return add(members.lastKey() + 1, List.of());
  }

  /** Starts all. */
  public void start() {
    members.values().forEach(Cluster.this::startOrRetry);
  }

  /** A member whose disk refuses is tried again later. */
  void startOrRetry(Member member) {
    if (!switchedOff.contains(member.id())) {
      member.start();
    }
  }

  void restartLater(Member member) {
    long most = healed ? 100 : random.choice(100, 1_000, 4_000);
    world.after(random.below(most) * World.MILLI, () -> startOrRetry(member));
  }

  /** Ends a process, with what it had sent and not been given. */
  void stop(Member member, Ending ending) {
    member.stop(ending);
    network.disconnect(member.id());
  }

  SimulatedNetwork<Message> network() {
    return network;
  }

  /** What happened so far. */
  Tally tally() {
    return tally;
  }

  World world() {
    return world;
  }

  /** All members there ever were, by id. */
  public SortedMap<Long, Member> members() {
    return Collections.unmodifiableSortedMap(members);
  }

  /** Those that run. */
  public List<Member> up() {
    return members.values().stream().filter(Member::isUp).toList();
  }

  /** Whoever leads in the highest term, if anybody does. */
  public Optional<Member> leader() {
    @Nullable Member best = null;
    long bestTerm = -1;
    for (Member member : members.values()) {
      if (member.isUp() && member.softState().role() == RaftRole.LEADER) {
        long term = member.status().hardState().term();
        if (term > bestTerm) {
          best = member;
          bestTerm = term;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Switches off who was removed from the cluster, once most of those who vote now know of it:
   * before that the others may need him still, to elect a leader who tells them.
   */
  void switchOffRemoved(Ending ending) {
    Optional<Member> leader = leader();
    if (leader.isEmpty()) {
      return;
    }
    List<Long> voters = leader.get().confState().voters();
    for (long id : leader.get().removed()) {
      long knowing =
          up().stream()
              .filter(member -> voters.contains(member.id()) && member.removed().contains(id))
              .count();
      if (knowing > voters.size() / 2 && switchedOff.add(id)) {
        stop(Objects.requireNonNull(members.get(id), "it was a member"), ending);
      }
    }
  }

  private void send(Message message) {
    if (!network.send(world.now(), message.from(), message.to(), message)) {
      later(message.from(), member -> member.ask(node -> node.reportUnreachable(message.to())));
    }
  }

  /** What a sender notices of its connections, some time later. */
  private void later(long id, Consumer<Member> what) {
    world.after(
        reports.below(MOST_REPORT_NANOS),
        () -> {
          @Nullable Member member = members.get(id);
          if (member != null) {
            what.accept(member);
          }
        });
  }

  private void lost(Delivery<Message> delivery, Loss loss) {
    Message message = delivery.message();
    tally.count("messages " + loss.name().toLowerCase(Locale.ROOT));
    if (world.logs()) {
      world.log("net", "lost, " + loss + ": " + Words.of(message));
    }
    if (message.type() == MessageType.SNAPSHOT) {
      report(message, SnapshotStatus.FAILED);
    }
  }

  private void report(Message message, SnapshotStatus status) {
    later(message.from(), member -> member.ask(node -> node.reportSnapshot(message.to(), status)));
  }

  /** When something happens next. */
  public long nextDue() {
    return Math.min(world.nextDue(), network.nextDueNanos());
  }

  /** Moves time on to what happens next, and lets it happen. */
  public void step() {
    if (world.nextDue() <= network.nextDueNanos()) {
      world.step();
      return;
    }
    world.moveTo(network.nextDueNanos());
    network
        .poll(world.now())
        .ifPresent(
            delivery -> {
              Message message = delivery.message();
              if (delivery.dueNanos() - delivery.sentNanos() > CALM.maxDelayNanos()) {
                tally.count("messages late");
              }
              @Nullable Member member = members.get(delivery.to());
              boolean there = member != null && member.isUp();
              if (member != null) {
                member.deliver(message);
              }
              if (message.type() == MessageType.SNAPSHOT) {
                report(message, there ? SnapshotStatus.FINISHED : SnapshotStatus.FAILED);
              }
            });
  }

  /** Nothing goes wrong any more: what is cut is mended, who is down is started. */
  public void heal() {
    healed = true;
    network.heal();
    network.rule(CALM);
    for (Member member : members.values()) {
      if (member.clock().nanoTime() != world.now()) {
        tally.count("clocks wrong");
      }
      member.disk().faults().clear();
      member.clock().setRate(1_000_000);
      startOrRetry(member);
    }
  }

  /** Whether all members of the leader's configuration are where it is, and agree. */
  public boolean hasConverged() {
    Optional<Member> leader = leader();
    if (leader.isEmpty()) {
      return false;
    }
    ConfState configuration = leader.get().confState();
    if (!configuration.votersOutgoing().isEmpty()) {
      return false;
    }
    List<Long> ids = new ArrayList<>(configuration.voters());
    ids.addAll(configuration.learners());
    long applied = leader.get().applied();
    if (applied != leader.get().lastIndex() || !ids.contains(leader.get().id())) {
      return false;
    }
    long hash = leader.get().stateHash();
    for (long id : ids) {
      @Nullable Member member = members.get(id);
      if (member == null
          || !member.isUp()
          || !member.isIdle()
          || member.applied() != applied
          || member.stateHash() != hash
          || !member.confState().equals(configuration)) {
        return false;
      }
    }
    return true;
  }

  /** How each one stands, for a failure's sentence. */
  public String standing() {
    StringBuilder line = new StringBuilder();
    for (Member member : members.values()) {
      line.append(line.isEmpty() ? "" : "; ").append(member.name());
      if (member.isUp()) {
        line.append(' ')
            .append(member.softState().role())
            .append(" term ")
            .append(member.status().hardState().term())
            .append(" last ")
            .append(member.lastIndex())
            .append(" applied ")
            .append(member.applied())
            .append(" state ")
            .append(Long.toHexString(member.stateHash()));
      } else {
        line.append(" is down");
      }
    }
    return line.toString();
  }
}
