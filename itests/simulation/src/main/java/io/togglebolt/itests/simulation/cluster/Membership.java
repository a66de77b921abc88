package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.itests.simulation.member.Ending;
import io.togglebolt.itests.simulation.member.Member;
import io.togglebolt.itests.simulation.world.World;
import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Proposes changes of the cluster to whoever leads: learners come and are promoted, voters go, one
 * takes the place of another. Members that were removed are switched off some time later.
 */
final class Membership {
  private static final byte[] NOTHING = {};
  private static final long LEAVING_NANOS = 1_000 * World.MILLI;

  /** Of no more voters than this the leader is not one that goes. */
  private static final int MOST_WITHOUT_LEADER = 2;

  /** Of no more voters than this only one goes at a time. */
  private static final int MOST_WITHOUT_TWO = 3;

  private static final int MOST_VOTERS = 7;
  private static final int MOST_MEMBERS_EVER = 12;

  private final Cluster cluster;
  private final World world;
  private final SplitMix64 random;
  private long changes;
  private long nextLeaving;

  Membership(Cluster cluster, SplitMix64 random) {
    this.cluster = cluster;
    world = cluster.world();
    this.random = random;
  }

  /** One change, if somebody leads. */
  void change() {
    if (random.chance(1, 2)) {
      cluster.switchOffRemoved(Ending.KILLED);
    }
    Optional<Member> leader = cluster.leader();
    if (leader.isPresent()) {
      propose(leader.get(), leader.get().confState());
    }
  }

  private void propose(Member leader, ConfState now) {
    if (!now.votersOutgoing().isEmpty()) {
      if (!now.autoLeave()) {
        ask(leader, ConfChangeV2.LEAVE_JOINT);
      }
      return;
    }
    List<Long> voters = now.voters();
    boolean full = cluster.members().size() >= MOST_MEMBERS_EVER || voters.size() >= MOST_VOTERS;
    switch (random.below(5)) {
      case 0 -> {
        if (!full) {
          single(leader, ConfChangeType.ADD_LEARNER_NODE, started());
        }
      }
      case 1 -> {
        if (!full) {
          single(leader, ConfChangeType.ADD_NODE, started());
        }
      }
      case 2 -> {
        if (!now.learners().isEmpty()) {
          single(leader, ConfChangeType.ADD_NODE, random.choice(now.learners()));
        }
      }
      case 3 -> {
        if (voters.size() > 2 || !now.learners().isEmpty()) {
          List<Long> all = new ArrayList<>(now.learners());
          if (voters.size() > 2) {
            all.addAll(voters);
          }
          single(leader, ConfChangeType.REMOVE_NODE, random.choice(all));
        }
      }
      default -> joint(leader, now, full);
    }
  }

  private long started() {
    Member member = cluster.newMember();
    member.start();
    return member.id();
  }

  /** In the older encoding or the newer one. */
  private void single(Member leader, ConfChangeType type, long id) {
    if (random.chance(1, 2)) {
      if (world.logs()) {
        world.log("members", leader.name() + " is asked for " + type + " " + id);
      }
      ConfChange change = new ConfChange(++changes, type, id, NOTHING);
      leader.ask(node -> node.proposeConfChange(change));
    } else {
      ask(
          leader,
          new ConfChangeV2(
              random.choice(ConfChangeTransition.values()),
              List.of(new ConfChangeSingle(type, id)),
              NOTHING));
    }
  }

  /**
   * One or two voters for others, or a voter that becomes a learner. The leader goes only where
   * those of the old voters that stay are a quorum of them. Else, if it dies when it alone knows
   * that the joint configuration was left, the others need its vote, which they do not get, for its
   * log is longer; and it does not stand for election itself any more. (So it is with etcd: there a
   * leader hands over before it is removed.)
   */
  private void joint(Member leader, ConfState now, boolean full) {
    List<ConfChangeSingle> parts = new ArrayList<>();
    List<Long> voters = new ArrayList<>(now.voters());
    boolean two = voters.size() > MOST_WITHOUT_TWO && random.chance(1, 3);
    if (!full) {
      parts.add(new ConfChangeSingle(ConfChangeType.ADD_NODE, started()));
    }
    if (two || voters.size() <= MOST_WITHOUT_LEADER) {
      voters.removeIf(id -> id == leader.id());
    }
    if (!voters.isEmpty()) {
      long gone = voters.remove(random.below(voters.size()));
      parts.add(
          new ConfChangeSingle(
              random.chance(2, 3) ? ConfChangeType.REMOVE_NODE : ConfChangeType.ADD_LEARNER_NODE,
              gone));
    }
    if (two) {
      parts.add(new ConfChangeSingle(ConfChangeType.REMOVE_NODE, random.choice(voters)));
    }
    if (!parts.isEmpty()) {
      ask(leader, new ConfChangeV2(random.choice(ConfChangeTransition.values()), parts, NOTHING));
    }
  }

  private void ask(Member leader, ConfChangeV2 change) {
    if (world.logs()) {
      world.log(
          "members",
          leader.name() + " is asked for " + change.transition() + " " + change.changes());
    }
    leader.ask(node -> node.proposeConfChange(change));
  }

  /**
   * Once nothing goes wrong any more: nobody who was removed runs, and no configuration is joint.
   */
  void settle() {
    cluster.switchOffRemoved(Ending.CLEAN);
    Optional<Member> leader = cluster.leader();
    if (leader.isPresent()) {
      ConfState now = leader.get().confState();
      boolean joint = !now.votersOutgoing().isEmpty() && !now.autoLeave();
      if (joint && world.now() >= nextLeaving) {
        nextLeaving = world.now() + LEAVING_NANOS;
        ask(leader.get(), ConfChangeV2.LEAVE_JOINT);
      }
    }
  }
}
