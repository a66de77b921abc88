package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.itests.simulation.member.Ending;
import io.togglebolt.itests.simulation.member.Member;
import io.togglebolt.itests.simulation.world.World;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.testkit.DiskOperation;
import io.togglebolt.testkit.SplitMix64;
import io.togglebolt.testkit.network.LinkRule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets things go wrong, at random times, until it is told to stop. It rests now and then, or a
 * cluster to which everything happens would never get anywhere, and show nothing.
 */
final class Nemesis {
  private static final int LEAST_PAUSE_MILLIS = 200;
  private static final int MOST_PAUSE_MILLIS = 4_000;
  private static final int MOST_WINDOW_MILLIS = 4_000;

  /** With more kinds of faults than this each of them comes less often. */
  private static final int MANY_FAULTS = 4;

  private static final int MOST_STORM_MILLIS = 6_000;
  private static final int MOST_REST_MILLIS = 5_000;
  private static final int MILLION = 1_000_000;

  /** They may find nobody whom they could strike. */
  private static final Set<Fault> COUNT_THEMSELVES =
      EnumSet.of(
          Fault.DELAY,
          Fault.DROP,
          Fault.DUPLICATE,
          Fault.REORDER,
          Fault.PARTITION,
          Fault.ONEWAY,
          Fault.CRASH,
          Fault.POWER);

  private final Cluster cluster;
  private final World world;
  private final SplitMix64 random;
  private final Membership membership;
  private final Map<Fault, Integer> windows = new EnumMap<>(Fault.class);
  private boolean stopped;
  private boolean rests;
  private int kinds = 1;

  Nemesis(Cluster cluster, SplitMix64 random) {
    this.cluster = cluster;
    world = cluster.world();
    this.random = random;
    membership = new Membership(cluster, random.fork());
  }

  /** Begins with these. */
  void start(Set<Fault> faults) {
    kinds = Math.max(1, faults.size());
    faults.forEach(this::schedule);
    if (kinds > MANY_FAULTS) {
      storm();
    }
  }

  private void storm() {
    rests = false;
    world.after(
        random.between(LEAST_PAUSE_MILLIS, MOST_STORM_MILLIS) * World.MILLI,
        () -> {
          rests = true;
          world.after(
              random.between(LEAST_PAUSE_MILLIS, MOST_REST_MILLIS) * World.MILLI, this::storm);
        });
  }

  /** Nothing goes wrong from now on. What has gone wrong is the cluster's to mend. */
  void stop() {
    stopped = true;
  }

  private void schedule(Fault fault) {
    int seldom = Math.max(1, kinds / (2 * MANY_FAULTS));
    world.after(
        random.between(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS * seldom) * World.MILLI,
        () -> {
          if (!stopped) {
            if (!rests) {
              strike(fault);
            }
            schedule(fault);
          }
        });
  }

  private void strike(Fault fault) {
    List<Member> up = cluster.up();
    if (up.isEmpty()) {
      return;
    }
    Member victim = random.choice(up);
    switch (fault) {
      case DELAY, DROP, DUPLICATE, REORDER -> window(fault, this::rule);
      case PARTITION -> partition(false);
      case ONEWAY -> partition(true);
      case CRASH -> crash(fault, up, random.chance(1, 3) ? Ending.CLEAN : Ending.KILLED);
      case POWER -> power(up, victim);
      case STALL -> {
        log(victim.name() + "'s disk stalls");
        victim.stallUntil(world.now() + random.between(100, 3_000) * World.MILLI);
      }
      case DISK -> disk(victim);
      case DRIFT -> victim.clock().setRate(random.between(700_000, 1_400_000));
      case JUMP -> victim.clock().jumpForward(random.between(100, 3_000) * World.MILLI);
      case MEMBERS -> membership.change();
      case TRANSFER -> transfer(victim);
      case SNAPSHOT -> victim.snapshot();
      case SWAP -> victim.swap();
    }
    if (!COUNT_THEMSELVES.contains(fault)) {
      cluster.tally().struck(fault);
    }
  }

  private void log(String what) {
    if (world.logs()) {
      world.log("nemesis", what);
    }
  }

  /** Something that begins now and ends later. */
  private void window(Fault fault, Runnable changed) {
    windows.merge(fault, 1, Integer::sum);
    log(fault.word() + " begins");
    cluster.tally().struck(fault);
    changed.run();
    world.after(
        random.between(100, MOST_WINDOW_MILLIS) * World.MILLI,
        () -> {
          windows.merge(fault, -1, Integer::sum);
          if (!stopped) {
            log(fault.word() + " ends");
            changed.run();
          }
        });
  }

  private boolean isOpen(Fault fault) {
    return windows.getOrDefault(fault, 0) > 0;
  }

  private void rule() {
    LinkRule rule = Cluster.CALM;
    if (isOpen(Fault.DELAY)) {
      rule = LinkRule.delay(500_000, random.between(10, 300) * World.MILLI);
    }
    if (isOpen(Fault.DROP)) {
      rule = rule.dropping(random.choice(10_000, 100_000, 300_000));
    }
    if (isOpen(Fault.DUPLICATE)) {
      rule = rule.duplicating(random.choice(50_000, 300_000));
    }
    if (isOpen(Fault.REORDER) || isOpen(Fault.DUPLICATE)) {
      int percent = isOpen(Fault.REORDER) ? random.choice(5, 30) : 0;
      rule = rule.reordering(percent * MILLION / 100, random.between(5, 500) * World.MILLI);
    }
    cluster.network().rule(rule);
  }

  private void partition(boolean oneWay) {
    List<Long> side = new ArrayList<>();
    List<Long> other = new ArrayList<>();
    for (long id : cluster.members().keySet()) {
      (random.chance(1, 2) ? side : other).add(id);
    }
    if (side.isEmpty() || other.isEmpty()) {
      return;
    }
    log(side + (oneWay ? " is not heard any more by " : " is cut off from ") + other);
    if (oneWay) {
      cluster.network().partitionOneWay(side, other);
    } else {
      cluster.network().partition(side, other);
    }
    window(
        oneWay ? Fault.ONEWAY : Fault.PARTITION,
        () -> {
          if (!isOpen(Fault.ONEWAY) && !isOpen(Fault.PARTITION)) {
            cluster.network().heal();
          }
        });
  }

  /** Mostly one, sometimes several or all. */
  private List<Member> victims(List<Member> up) {
    if (random.chance(3, 4)) {
      return List.of(random.choice(up));
    }
    int percent = random.choice(50, 100);
    return up.stream().filter(member -> random.chance(percent, 100)).toList();
  }

  private void crash(Fault fault, List<Member> up, Ending ending) {
    for (Member member : victims(up)) {
      cluster.tally().struck(fault);
      cluster.stop(member, ending);
      cluster.restartLater(member);
    }
  }

  private void power(List<Member> up, Member victim) {
    if (random.chance(1, 2) && !victim.disk().faults().isPowerOff()) {
      // It goes off in the middle of what the machine writes next.
      victim.disk().faults().powerOffAfter(random.below(40));
      cluster.tally().struck(Fault.POWER);
    } else {
      crash(Fault.POWER, up, Ending.POWER_CUT);
    }
  }

  private void disk(Member victim) {
    DiskOperation operation =
        random.choice(
            DiskOperation.SYNC,
            DiskOperation.SYNC,
            DiskOperation.WRITE,
            DiskOperation.WRITE,
            DiskOperation.ALLOCATE,
            DiskOperation.RENAME,
            DiskOperation.SYNC_DIRECTORY,
            DiskOperation.OPEN);
    log("a coming " + operation + " of " + victim.name() + " will fail");
    victim.disk().faults().failNth(operation, random.between(1, 20));
  }

  private void transfer(Member victim) {
    switch (random.below(4)) {
      case 0 -> {
        log(victim.name() + " is to campaign");
        victim.ask(node -> node.campaign());
      }
      case 1 -> {
        if (victim.softState().role() == RaftRole.FOLLOWER) {
          log(victim.name() + " is to forget its leader");
          victim.ask(node -> node.forgetLeader());
        }
      }
      default -> {
        long to = random.choice(List.copyOf(cluster.members().keySet()));
        log(victim.name() + " is asked to let " + to + " lead");
        victim.ask(node -> node.transferLeader(to));
      }
    }
  }
}
