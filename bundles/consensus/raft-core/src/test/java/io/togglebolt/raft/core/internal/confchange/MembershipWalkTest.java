package io.togglebolt.raft.core.internal.confchange;

import static io.togglebolt.raft.core.internal.confchange.Memberships.changer;
import static io.togglebolt.raft.core.internal.confchange.Memberships.nobody;
import static io.togglebolt.raft.core.internal.confchange.Memberships.oneByOne;
import static io.togglebolt.raft.core.internal.confchange.Memberships.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MembershipWalkTest {
  private static final int ROUNDS = 400;
  private static final int STEPS = 60;

  /** A membership as four plain sets, changed as the Raft thesis tells it. */
  private static final class Model {
    private Set<Long> incoming = new HashSet<>();
    private Set<Long> outgoing = new HashSet<>();
    private final Set<Long> learners = new HashSet<>();
    private final Set<Long> learnersNext = new HashSet<>();

    private Model copy() {
      Model copy = new Model();
      copy.incoming.addAll(incoming);
      copy.outgoing.addAll(outgoing);
      copy.learners.addAll(learners);
      copy.learnersNext.addAll(learnersNext);
      return copy;
    }

    private void enter() {
      outgoing = new HashSet<>(incoming);
    }

    private void leave() {
      learners.addAll(learnersNext);
      learnersNext.clear();
      outgoing = new HashSet<>();
    }

    private void apply(ConfChangeSingle change) {
      long id = change.nodeId();
      if (id == 0 || change.type() == ConfChangeType.UPDATE_NODE) {
        return;
      }
      incoming.remove(id);
      learners.remove(id);
      learnersNext.remove(id);
      if (change.type() == ConfChangeType.ADD_NODE) {
        incoming.add(id);
      } else if (change.type() == ConfChangeType.ADD_LEARNER_NODE) {
        (outgoing.contains(id) ? learnersNext : learners).add(id);
      }
    }

    private boolean changesSeveralVoters(Model next) {
      Set<Long> changed = new HashSet<>(incoming);
      changed.addAll(next.incoming);
      changed.removeIf(id -> incoming.contains(id) && next.incoming.contains(id));
      return changed.size() > 1;
    }

    private void matches(ProgressTracker tracker) {
      ConfState state = tracker.confState();
      assertEquals(incoming, new HashSet<>(state.voters()));
      assertEquals(outgoing, new HashSet<>(state.votersOutgoing()));
      assertEquals(learners, new HashSet<>(state.learners()));
      assertEquals(learnersNext, new HashSet<>(state.learnersNext()));
      Set<Long> all = new HashSet<>(incoming);
      all.addAll(outgoing);
      all.addAll(learners);
      Set<Long> tracked = new HashSet<>();
      tracker.visit(
          (id, progress) -> {
            tracked.add(id);
            assertEquals(learners.contains(id), progress.isLearner(), () -> "member " + id);
          });
      assertEquals(all, tracked, "exactly the members are tracked");
    }
  }

  /** One step of a walk, made to the tracker and to the model; gives the model after it. */
  private static Model step(ProgressTracker tracker, Model model, SplitMix64 random) {
    List<ConfChangeSingle> changes = Memberships.random(random, 0);
    Model next = model.copy();
    boolean joint = !model.outgoing.isEmpty();
    Changer changer = changer(tracker);
    switch (random.below(3)) {
      case 0 -> {
        changes.forEach(next::apply);
        if (joint || next.incoming.isEmpty() || model.changesSeveralVoters(next)) {
          assertThrows(ConfChangeRefusedException.class, () -> changer.simple(changes));
          return model;
        }
        tracker.install(changer.simple(changes));
      }
      case 1 -> {
        boolean autoLeave = random.chance(1, 2);
        next.enter();
        changes.forEach(next::apply);
        if (joint || model.incoming.isEmpty() || next.incoming.isEmpty()) {
          assertThrows(
              ConfChangeRefusedException.class, () -> changer.enterJoint(autoLeave, changes));
          return model;
        }
        tracker.install(changer.enterJoint(autoLeave, changes));
        assertEquals(autoLeave, tracker.config().autoLeave());
      }
      default -> {
        next.leave();
        if (!joint) {
          assertThrows(ConfChangeRefusedException.class, changer::leaveJoint);
          return model;
        }
        tracker.install(changer.leaveJoint());
      }
    }
    return next;
  }

  @Test
  void aWalkOfChangesDoesWhatPlainSetsDo() {
    Seeds.check(
        51,
        ROUNDS,
        random -> {
          ProgressTracker tracker = nobody();
          Model model = new Model();
          for (int step = 0; step < STEPS; step++) {
            model = step(tracker, model, random);
            model.matches(tracker);
          }
        });
  }

  @Test
  void enteringAndLeavingAJointConfigurationComesToTheSameAsOneChangeAfterTheOther() {
    Seeds.check(
        52,
        ROUNDS,
        random -> {
          // Member 1 is never changed, so that there is a voter at every step.
          List<ConfChangeSingle> before = Memberships.random(random, 2);
          before.addFirst(new ConfChangeSingle(ConfChangeType.ADD_NODE, 1));
          List<ConfChangeSingle> changes = Memberships.random(random, 2);
          ProgressTracker simple = nobody();
          oneByOne(simple, before);
          ProgressTracker joint = nobody();
          oneByOne(joint, before);
          oneByOne(simple, changes);
          joint.install(changer(joint).enterJoint(random.chance(1, 2), changes));
          joint.install(changer(joint).leaveJoint());

          assertEquals(text(simple), text(joint), () -> before + " then " + changes);
        });
  }

  @Test
  void aMembershipThatIsRestoredIsTheOneThatWasLeft() {
    Seeds.check(
        53,
        ROUNDS,
        random -> {
          ProgressTracker tracker = nobody();
          Model model = new Model();
          for (int step = 0; step < STEPS; step++) {
            model = step(tracker, model, random);
            ProgressTracker restored = nobody();
            Restore.restore(restored, Memberships.LAST_INDEX, tracker.confState());

            assertEquals(tracker.confState(), restored.confState());
            assertEquals(text(tracker), text(restored));
          }
        });
  }

  @Test
  void theOrderInWhichAMembershipIsToldDoesNotMatter() {
    ProgressTracker tracker = nobody();
    Restore.restore(
        tracker,
        7,
        new ConfState(
            List.of(3L, 1L, 2L), List.of(8L, 5L), List.of(6L, 1L, 4L, 2L), List.of(4L), true));

    assertEquals(
        "voters=(1 2 3)&&(1 2 4 6) learners=(5 8) learners_next=(4) autoleave",
        tracker.config().toString());
    assertEquals(7, tracker.progress().at(0).next());
  }

  @Test
  void aMembershipOfNobodyIsRestoredAsNobody() {
    ProgressTracker tracker = nobody();
    Restore.restore(tracker, 7, new ConfState(List.of(), List.of(), List.of(), List.of(), false));

    assertEquals("voters=()", tracker.config().toString());
    assertTrue(tracker.progress().size() == 0);
  }

  @Test
  void aMembershipOfLearnersAloneCannotBeRestored() {
    assertEquals(
        "removed all voters",
        assertThrows(
                ConfChangeRefusedException.class,
                () ->
                    Restore.restore(
                        nobody(),
                        7,
                        new ConfState(List.of(), List.of(1L), List.of(), List.of(), false)))
            .getMessage());
  }
}
