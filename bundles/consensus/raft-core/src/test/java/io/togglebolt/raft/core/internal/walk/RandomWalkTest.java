package io.togglebolt.raft.core.internal.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.SnapshotStatus;
import io.togglebolt.raft.core.internal.CoreRaftFactory;
import io.togglebolt.raft.core.internal.state.Safeguard;
import io.togglebolt.raft.core.testing.FaultyRaft;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clusters whose messages come late, twice, in another order or not at all, whose members crash and
 * change, and whose threads write and apply whenever chance lets them. The simulation does the same
 * with real logs and stores; this is for whoever changes the core.
 */
final class RandomWalkTest {
  /** How many walks each test takes; {@code -Dtogglebolt.walks} asks for more. */
  private static final int WALKS = Integer.getInteger("togglebolt.walks", 40);

  private static final int STEPS = 2000;
  private static final int MEMBERS = 5;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void promisesAreKeptWhateverHappens(boolean async) {
    int[] answers = {0};
    int[] terms = {0};
    long[] applied = {0};
    Seeds.check(
        1,
        WALKS,
        random -> {
          Walk walk = new Walk(random, async, new CoreRaftFactory());
          walk.run();
          answers[0] += walk.promises.answers();
          terms[0] += walk.promises.terms();
          applied[0] += walk.promises.appliedByAnybody();
        });
    // A walk that goes nowhere would find nothing.
    assertTrue(
        answers[0] > 0 && terms[0] > 0 && applied[0] > 10,
        () -> answers[0] + " reads, " + terms[0] + " terms, " + applied[0] + " entries");
  }

  /** The walk finds what is wrong; those rules are missing that few walks come by. */
  @ParameterizedTest
  @EnumSource(
      names = {
        "ONE_VOTE_A_TERM",
        "VOTE_FOR_UP_TO_DATE_LOG_ONLY",
        "READ_AFTER_COMMIT_IN_OWN_TERM",
        "LEADER_COUNTS_ITSELF_WHEN_DURABLE",
        "ANSWER_WHEN_DURABLE",
        "CONFLICTING_TAIL_IS_CUT",
        "HEARTBEAT_COMMITS_MATCHED_ONLY",
        "ONE_CHANGE_AT_A_TIME"
      })
  void aBrokenRuleIsFound(Safeguard broken) {
    assertThrows(
        Throwable.class,
        () -> {
          for (long seed = 1; seed <= 400; seed++) {
            new Walk(new SplitMix64(seed), seed % 2 == 0, new FaultyRaft(broken)).run();
          }
        },
        "400 seeds do not find that " + broken + " is broken");
  }

  @Test
  void aSeedIsOneWalk() {
    Walk one = new Walk(new SplitMix64(7), true, new CoreRaftFactory());
    Walk other = new Walk(new SplitMix64(7), true, new CoreRaftFactory());
    one.run();
    other.run();
    assertEquals(one.log(), other.log());
  }

  private static final class Walk {
    private final SplitMix64 random;
    private final Promises promises = new Promises();
    private final List<Message> network = new ArrayList<>();
    private final List<Walker> members = new ArrayList<>();
    private long cutOff;

    Walk(SplitMix64 random, boolean async, RaftFactory factory) {
      this.random = random;
      ConfState cluster = ConfState.ofVoters(1L, 2L, 3L);
      promises.applied(0, Entry.of(1, 1, new byte[0]));
      for (long id = 1; id <= MEMBERS; id++) {
        members.add(new Walker(id, cluster, factory, async, random.fork(), promises, network));
      }
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        something();
      }
      rest();
    }

    private void something() {
      Walker member = random.choice(members);
      switch (random.below(40)) {
        case 0, 1, 2 -> member.node().tick();
        case 3, 4, 5 -> propose(member);
        case 6 -> member.node().readIndex(promises.ask());
        case 7 -> rarely(10, member::restart);
        case 8 -> rarely(4, () -> change(member));
        case 9 -> rarely(4, () -> member.node().transferLeader(1 + random.below(MEMBERS)));
        case 10 -> rarely(10, () -> cutOff = random.below(MEMBERS + 1));
        case 11 -> rarely(4, () -> member.node().forgetLeader());
        case 12, 13, 14, 15 -> member.append();
        case 16, 17, 18, 19 -> member.applySome();
        case 20, 21, 22, 23, 24, 25, 26, 27 -> member.work();
        default -> receive();
      }
      member.check();
    }

    private void rarely(int outOf, Runnable action) {
      if (random.chance(1, outOf)) {
        action.run();
      }
    }

    private void propose(Walker member) {
      try {
        member.node().propose(random.bytes(random.below(20)));
      } catch (ProposalDroppedException dropped) {
        // Nobody leads there.
      }
    }

    private void change(Walker member) {
      ConfChangeTransition transition = random.choice(ConfChangeTransition.values());
      List<ConfChangeSingle> changes = new ArrayList<>();
      for (int i = random.below(3); i > 0; i--) {
        changes.add(
            new ConfChangeSingle(
                random.choice(
                    ConfChangeType.ADD_NODE,
                    ConfChangeType.REMOVE_NODE,
                    ConfChangeType.ADD_LEARNER_NODE),
                // The first one stays, for somebody must.
                random.between(2, MEMBERS)));
      }
      try {
        member.node().proposeConfChange(new ConfChangeV2(transition, changes, new byte[0]));
      } catch (ProposalDroppedException dropped) {
        // Nobody leads there.
      }
    }

    private void receive() {
      if (network.isEmpty()) {
        return;
      }
      int place = random.below(Math.min(network.size(), 6));
      Message message = random.chance(1, 20) ? network.get(place) : network.remove(place);
      boolean lost = message.to() == cutOff || message.from() == cutOff || random.chance(1, 20);
      if (!lost) {
        members.get((int) message.to() - 1).step(message);
      }
    }

    /** Nothing is lost any more: the members must agree, and go on. */
    private void rest() {
      cutOff = 0;
      long before = promises.appliedByAnybody();
      for (int round = 0; round < 400 && !isAgreed(before); round++) {
        for (Walker member : members) {
          member.node().tick();
          member.node().reportSnapshot(random.between(1, MEMBERS), SnapshotStatus.FAILED);
        }
        if (round % 20 == 19) {
          members.forEach(this::propose);
        }
        settle();
      }
      assertTrue(isAgreed(before), () -> "the members do not agree in the end: " + log());
    }

    private void settle() {
      boolean busy = true;
      for (int i = 0; busy && i < 10_000; i++) {
        busy = !network.isEmpty();
        while (!network.isEmpty()) {
          Message message = network.removeFirst();
          members.get((int) message.to() - 1).step(message);
        }
        for (Walker member : members) {
          busy |= member.work() | member.append() | member.applySome();
        }
      }
    }

    private boolean isAgreed(long before) {
      Walker first = members.getFirst();
      ConfState cluster = first.node().status().confState();
      return first.applied() > before
          && members.stream()
              .filter(each -> cluster.voters().contains(each.id()))
              .allMatch(each -> each.applied() == promises.appliedByAnybody());
    }

    List<String> log() {
      return members.stream()
          .map(each -> each.node().status() + " " + each.applied() + " " + each.log(0))
          .toList();
    }
  }
}
