package io.togglebolt.raft.core.internal.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ProgressState;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static Progress progress(long match, long next) {
    Progress progress = new Progress(next, new Inflights(2, 100), false);
    progress.restart(match, next);
    return progress;
  }

  private static Progress replicating(long match) {
    Progress progress = progress(match, match + 1);
    progress.becomeReplicate();
    return progress;
  }

  @Test
  void aNewMemberIsProbedFromTheFirstIndexAtLeast() {
    assertEquals(1, new Progress(0, new Inflights(1, 0), false).next());
    assertEquals(ProgressState.PROBE, progress(0, 1).state());
  }

  @Test
  void probingBeginsAfterTheMatch() {
    Progress progress = replicating(3);
    progress.sentEntries(2, 10);
    progress.sentCommit(5);
    progress.becomeProbe();

    assertEquals(ProgressState.PROBE, progress.state());
    assertEquals(4, progress.next());
    assertEquals(0, progress.inflights().count());
    assertEquals(3, progress.sentCommit(), "what went with lost entries was not heeded");
  }

  @Test
  void probingAfterASnapshotBeginsAfterTheSnapshot() {
    Progress progress = progress(1, 2);
    progress.becomeSnapshot(10);
    assertEquals(11, progress.next());
    assertEquals(10, progress.sentCommit());
    assertTrue(progress.isPaused());
    progress.becomeProbe();

    assertEquals(11, progress.next());
    assertEquals(0, progress.pendingSnapshot());
    assertFalse(progress.isPaused());
  }

  @Test
  void probingAfterASnapshotThatFailedBeginsAfterTheMatch() {
    Progress progress = progress(1, 2);
    progress.becomeSnapshot(10);
    progress.abortSnapshot();
    progress.becomeProbe();

    assertEquals(2, progress.next());
    assertEquals(1, progress.sentCommit());
  }

  @Test
  void aSnapshotThatTheMatchHasOvertakenDoesNotSetItBack() {
    Progress progress = progress(1, 2);
    progress.becomeSnapshot(10);
    progress.maybeUpdate(12);
    progress.becomeProbe();

    assertEquals(13, progress.next());
  }

  @Test
  void replicatingSendsAheadUntilTheWindowIsFull() {
    Progress progress = replicating(3);
    progress.sentEntries(2, 10);
    assertEquals(6, progress.next());
    assertFalse(progress.isPaused());
    progress.sentEntries(1, 10);

    assertTrue(progress.isPaused());
    assertTrue(progress.inflights().isFull());
    assertTrue(progress.maybeUpdate(5));
    assertFalse(progress.isPaused(), "an answer lets it go on");
  }

  @Test
  void aMessageWithoutEntriesFillsNoWindowButWaitsBehindAFullOne() {
    Progress progress = replicating(3);
    progress.sentEntries(0, 0);
    assertFalse(progress.isPaused());
    progress.sentEntries(5, 100);
    progress.setMsgAppFlowPaused(false);
    progress.sentEntries(0, 0);

    assertTrue(progress.isMsgAppFlowPaused());
    assertEquals(1, progress.inflights().count());
  }

  @Test
  void aMessageThatLeavesRoomLetsTheNextGoToo() {
    Progress progress = replicating(3);
    progress.setMsgAppFlowPaused(true);
    progress.sentEntries(1, 1);

    assertFalse(progress.isPaused());
  }

  @Test
  void aProbeWithEntriesIsTheOnlyOneUntilAnAnswer() {
    Progress progress = progress(3, 5);
    progress.sentEntries(0, 0);
    assertFalse(progress.isPaused());
    progress.sentEntries(1, 10);

    assertTrue(progress.isPaused());
    assertEquals(5, progress.next(), "a probe assumes nothing");
  }

  @Test
  void sendingEntriesWhileASnapshotIsOnTheWayIsABrokenInvariant() {
    Progress progress = progress(3, 5);
    progress.becomeSnapshot(9);

    assertEquals(
        "entries from index 10 were sent to a peer in StateSnapshot",
        assertThrows(RaftInvariantException.class, () -> progress.sentEntries(1, 1)).getMessage());
  }

  @Test
  void anAcknowledgementThatSaysNothingNewChangesNothing() {
    Progress progress = progress(3, 5);
    progress.setMsgAppFlowPaused(true);

    assertFalse(progress.maybeUpdate(2));
    assertFalse(progress.maybeUpdate(3));
    assertEquals("StateProbe match=3 next=5 paused inactive", progress.toString());
  }

  @Test
  void anAcknowledgementMovesNextOnlyForward() {
    Progress progress = progress(3, 5);
    assertTrue(progress.maybeUpdate(4));
    assertEquals(5, progress.next());
    assertTrue(progress.maybeUpdate(8));
    assertEquals(9, progress.next());
    assertEquals(8, progress.match());
  }

  @Test
  void aRejectionWhileReplicatingGoesBackToTheMatch() {
    Progress progress = replicating(5);
    progress.sentEntries(4, 1);
    progress.sentCommit(9);
    assertFalse(progress.maybeDecreaseTo(5, 5), "what matches cannot be rejected any more");
    assertFalse(progress.maybeDecreaseTo(4, 4));
    assertTrue(progress.maybeDecreaseTo(9, 8));

    assertEquals(6, progress.next());
    assertEquals(5, progress.sentCommit());
  }

  @Test
  void aRejectedProbeGoesBackToWhatThePeerGuesses() {
    Progress progress = progress(0, 10);
    progress.setMsgAppFlowPaused(true);
    progress.sentCommit(8);
    assertFalse(progress.maybeDecreaseTo(8, 2), "it is not about the last probe");
    assertTrue(progress.isPaused());
    assertTrue(progress.maybeDecreaseTo(9, 2));
    assertEquals(3, progress.next());
    assertFalse(progress.isPaused());
    assertEquals(2, progress.sentCommit());
  }

  @Test
  void aRejectedProbeGoesBackByOneAtLeastAndNeverBelowTheMatch() {
    Progress progress = progress(0, 10);
    assertTrue(progress.maybeDecreaseTo(9, 9));
    assertEquals(9, progress.next());
    assertTrue(progress.maybeDecreaseTo(8, 0));
    assertEquals(1, progress.next());
    assertTrue(progress.maybeDecreaseTo(0, 0));
    assertEquals(1, progress.next());

    Progress matched = progress(4, 10);
    assertTrue(matched.maybeDecreaseTo(9, 1));
    assertEquals(5, matched.next());
  }

  @Test
  void aCommitIndexIsWorthTellingUntilThePeerHasAllThatItCanUse() {
    Progress progress = replicating(3);
    assertTrue(progress.canBumpCommit(1));
    assertFalse(progress.canBumpCommit(0));
    progress.sentCommit(3);

    assertFalse(progress.canBumpCommit(7), "the peer has no entry beyond 3");
    progress.sentEntries(1, 1);
    assertTrue(progress.canBumpCommit(7));
  }

  @Test
  void whatTheLeaderKnowsIsWrittenAsInTheLog() {
    Progress progress = replicating(3);
    progress.setRecentActive(true);
    assertEquals("StateReplicate match=3 next=4", progress.toString());
    progress.sentEntries(1, 1);
    assertEquals("StateReplicate match=3 next=5 inflight=1", progress.toString());
    progress.sentEntries(1, 1);
    progress.setLearner(true);
    assertEquals(
        "StateReplicate match=3 next=6 learner paused inflight=2[full]", progress.toString());
    progress.setRecentActive(false);
    progress.becomeSnapshot(8);
    assertEquals(
        "StateSnapshot match=3 next=9 learner paused pendingSnap=8 inactive", progress.toString());
  }

  @Test
  void aCopyChangesItsMarkAloneAndKeepsTheWindow() {
    Progress progress = replicating(3);
    progress.sentEntries(1, 1);
    Progress copy = progress.copy();
    copy.setLearner(true);

    assertFalse(progress.isLearner());
    assertSame(progress.inflights(), copy.inflights());
    assertEquals("StateReplicate match=3 next=5 learner inactive inflight=1", copy.toString());
  }

  @Test
  void aTermBeginsWithNothingOnTheWay() {
    Progress progress = replicating(3);
    progress.setRecentActive(true);
    progress.sentEntries(4, 1);
    progress.sentCommit(7);
    progress.restart(0, 8);

    assertEquals("StateProbe match=0 next=8 inactive", progress.toString());
    assertEquals(0, progress.sentCommit());
  }

  @Test
  void whateverArrivesTheMatchStaysBelowNextAndNeverGoesBack() {
    Seeds.check(
        31,
        500,
        random -> {
          Progress progress = progress(0, random.between(1, 20));
          for (int step = 0; step < 200; step++) {
            long match = progress.match();
            happen(progress, random);
            assertTrue(progress.match() >= match, progress::toString);
            assertTrue(progress.match() < progress.next(), progress::toString);
            assertEquals(
                progress.state() == ProgressState.SNAPSHOT,
                progress.pendingSnapshot() > 0,
                progress::toString);
            assertTrue(
                progress.state() == ProgressState.REPLICATE || progress.inflights().count() == 0,
                progress::toString);
          }
        });
  }

  private static void happen(Progress progress, SplitMix64 random) {
    switch (random.below(8)) {
      case 0 -> progress.becomeProbe();
      case 1 -> progress.becomeReplicate();
      case 2 -> progress.becomeSnapshot(progress.match() + random.between(1, 9));
      case 3, 4 -> {
        boolean probing = progress.state() == ProgressState.PROBE;
        boolean room =
            progress.state() == ProgressState.REPLICATE && !progress.inflights().isFull();
        if (probing || room) {
          progress.sentEntries(random.below(4), random.below(60));
        }
      }
      case 5 -> {
        long index = random.below((int) progress.next() + 3);
        if (progress.maybeUpdate(index)) {
          progress.inflights().freeUpTo(index);
        }
      }
      case 6 -> progress.sentCommit(random.below(20));
      case 7 -> {
        long rejected = random.chance(1, 2) ? progress.next() - 1 : random.below(30);
        if (progress.state() != ProgressState.SNAPSHOT) {
          progress.maybeDecreaseTo(rejected, random.below(30));
        }
      }
      default -> throw new AssertionError("not reached");
    }
  }
}
