package io.togglebolt.raft.core.internal.confchange;

import static io.togglebolt.raft.core.internal.confchange.Memberships.after;
import static io.togglebolt.raft.core.internal.confchange.Memberships.changer;
import static io.togglebolt.raft.core.internal.confchange.Memberships.changes;
import static io.togglebolt.raft.core.internal.confchange.Memberships.nobody;
import static io.togglebolt.raft.core.internal.confchange.Memberships.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.core.internal.confchange.ConfChangeRefusedException.Reason;
import io.togglebolt.raft.core.internal.quorum.JointConfig;
import io.togglebolt.raft.core.internal.quorum.MajorityConfig;
import io.togglebolt.raft.core.internal.quorum.NodeIds;
import io.togglebolt.raft.core.internal.tracker.Membership;
import io.togglebolt.raft.core.internal.tracker.Progress;
import io.togglebolt.raft.core.internal.tracker.ProgressMap;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import io.togglebolt.raft.core.internal.tracker.TrackerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class ChangerTest {
  private static ProgressTracker entered(String before, String joint) {
    ProgressTracker tracker = after(before);
    tracker.install(changer(tracker).enterJoint(true, changes(joint)));
    return tracker;
  }

  private static void refuses(
      ProgressTracker tracker, Reason reason, String message, Executable change) {
    String before = text(tracker);
    ConfChangeRefusedException refused = assertThrows(ConfChangeRefusedException.class, change);
    assertEquals(reason, refused.reason());
    assertEquals(message, refused.getMessage());
    assertEquals(before, text(tracker), "what was refused has changed something");
  }

  @Test
  void aChangeIsWorkedOutAndNotMade() {
    ProgressTracker tracker = after("v1 v2 l3");
    String before = text(tracker);
    Membership changed = changer(tracker).simple(changes("v3 r4 l5"));
    assertEquals(before, text(tracker));
    tracker.install(changed);

    assertEquals("voters=(1 2 3) learners=(5)", tracker.config().toString());
  }

  @Test
  void aNewMemberIsProbedFromTheLastIndexAndCountsAsHeardOf() {
    Progress fresh = after("v1").progress().at(0);

    assertEquals("StateProbe match=0 next=10", fresh.toString());
    assertTrue(fresh.isRecentActive());
  }

  @Test
  void aMemberKeepsItsProgressWhenItChangesItsRole() {
    ProgressTracker tracker = after("v1 v2");
    ProgressMap progress = tracker.progress();
    progress.at(1).maybeUpdate(42);
    tracker.install(changer(tracker).simple(changes("l2")));
    assertEquals("StateProbe match=42 next=43 learner", tracker.progress().at(1).toString());
    tracker.install(changer(tracker).simple(changes("v2")));

    assertEquals("StateProbe match=42 next=43", tracker.progress().at(1).toString());
  }

  @Test
  void aVoterThatIsDemotedInAJointChangeVotesUntilItIsLeft() {
    ProgressTracker tracker = entered("v1 v2 v3", "l2");
    assertEquals("voters=(1 3)&&(1 2 3) learners_next=(2) autoleave", tracker.config().toString());
    assertFalse(tracker.progress().at(1).isLearner());
    tracker.install(changer(tracker).leaveJoint());

    assertEquals("voters=(1 3) learners=(2)", tracker.config().toString());
    assertTrue(tracker.progress().at(1).isLearner());
  }

  @Test
  void aVoterThatIsRemovedInAJointChangeIsTrackedUntilItIsLeft() {
    ProgressTracker tracker = entered("v1 v2 v3", "r2 v4");
    assertEquals(4, tracker.progress().size());
    tracker.install(changer(tracker).leaveJoint());

    assertEquals("voters=(1 3 4)", tracker.config().toString());
    assertFalse(tracker.progress().contains(2));
  }

  @Test
  void aDemotionInAJointChangeCanBeTakenBackInTheSame() {
    assertEquals("voters=(1 2)&&(1 2) autoleave", entered("v1 v2", "l2 v2").config().toString());
  }

  @Test
  void updatesAndChangesOfNobodyChangeNothing() {
    ProgressTracker tracker = after("v1 l2");
    String before = text(tracker);
    tracker.install(changer(tracker).simple(changes("u1 u2 u9 v0 r0 l0")));

    assertEquals(before, text(tracker));
  }

  @Test
  void severalVotersChangeOnlyThroughAJointConfiguration() {
    ProgressTracker tracker = after("v1 v2");
    String message = "more than one voter changed without entering joint config";

    refuses(
        tracker, Reason.SEVERAL_VOTERS, message, () -> changer(tracker).simple(changes("v3 v4")));
    refuses(
        tracker, Reason.SEVERAL_VOTERS, message, () -> changer(tracker).simple(changes("r1 v3")));
    changer(tracker).simple(changes("v3 r3 v4"));
  }

  @Test
  void aVoterMustRemain() {
    ProgressTracker tracker = after("v1 l2");

    refuses(
        tracker,
        Reason.ALL_VOTERS_REMOVED,
        "removed all voters",
        () -> changer(tracker).simple(changes("r1")));
    refuses(
        tracker,
        Reason.ALL_VOTERS_REMOVED,
        "removed all voters",
        () -> changer(tracker).enterJoint(false, changes("l1")));
  }

  @Test
  void aClusterOfNobodyCannotBeJoint() {
    ProgressTracker tracker = nobody();

    refuses(
        tracker,
        Reason.NO_VOTERS,
        "can't make a zero-voter config joint",
        () -> changer(tracker).enterJoint(false, changes("v1")));
  }

  @Test
  void aJointConfigurationIsOnlyLeft() {
    ProgressTracker tracker = entered("v1 v2", "v3");

    refuses(
        tracker,
        Reason.ALREADY_JOINT,
        "config is already joint",
        () -> changer(tracker).enterJoint(false, changes("v4")));
    refuses(
        tracker,
        Reason.SIMPLE_WHILE_JOINT,
        "can't apply simple config change in joint config",
        () -> changer(tracker).simple(changes("v4")));
  }

  @Test
  void whatIsNotJointCannotBeLeft() {
    ProgressTracker tracker = after("v1");

    refuses(
        tracker,
        Reason.NOT_JOINT,
        "can't leave a non-joint config",
        () -> changer(tracker).leaveJoint());
  }

  private static TrackerConfig config(
      String incoming, String outgoing, boolean autoLeave, String learners, String next) {
    return new TrackerConfig(
        new JointConfig(new MajorityConfig(ids(incoming)), new MajorityConfig(ids(outgoing))),
        autoLeave,
        ids(learners),
        ids(next));
  }

  private static NodeIds ids(String text) {
    NodeIds ids = NodeIds.NONE;
    for (String id : text.split(" ", -1)) {
      ids = id.isEmpty() ? ids : ids.with(Long.parseUnsignedLong(id));
    }
    return ids;
  }

  /** That any change of a membership is refused which contradicts itself. */
  private static void contradicts(String message, TrackerConfig config, String progress) {
    ProgressTracker tracker = nobody();
    ProgressMap map = new ProgressMap();
    for (String word : progress.split(" ", -1)) {
      long id = Long.parseUnsignedLong(word.substring(1));
      map.put(id, new Progress(1, tracker.newInflights(), word.charAt(0) == 'l'));
    }
    tracker.install(new Membership(config, map));

    assertEquals(
        message,
        assertThrows(RaftInvariantException.class, () -> changer(tracker).simple(changes("v1")))
            .getMessage());
    assertThrows(
        RaftInvariantException.class, () -> changer(tracker).enterJoint(false, changes("v1")));
    assertThrows(RaftInvariantException.class, () -> changer(tracker).leaveJoint());
  }

  @Test
  void aMemberWithoutProgressIsABrokenInvariant() {
    contradicts("member 2 is a voter but has no progress", config("1 2", "", false, "", ""), "v1");
    contradicts("member 2 is a learner but has no progress", config("1", "", false, "2", ""), "v1");
    contradicts(
        "member 3 is a learner to be but has no progress",
        config("1", "2", false, "", "3"),
        "v1 v2");
  }

  @Test
  void aLearnerThatVotesIsABrokenInvariant() {
    contradicts("member 1 is a learner and a voter of (1)", config("1", "", false, "1", ""), "l1");
    contradicts(
        "member 2 is a learner and a voter of (1)&&(2)", config("1", "2", false, "2", ""), "v1 l2");
    contradicts(
        "member 18446744073709551615 is a learner but is not marked as one",
        config("1", "", false, "18446744073709551615", ""),
        "v1 v18446744073709551615");
  }

  @Test
  void aLearnerToBeThatDidNotVoteIsABrokenInvariant() {
    contradicts(
        "member 2 waits to become a learner but was no voter",
        config("1", "3", false, "", "2"),
        "v1 v2 v3");
    contradicts(
        "member 2 waits to become a learner but is marked as one",
        config("1", "2", false, "", "2"),
        "v1 l2");
  }

  @Test
  void leavingBySelfWhatIsNotJointIsABrokenInvariant() {
    contradicts(
        "nothing is joint that could be left by itself: voters=(1) autoleave",
        config("1", "", true, "", ""),
        "v1");
  }
}
