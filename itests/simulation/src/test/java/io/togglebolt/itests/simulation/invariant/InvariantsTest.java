package io.togglebolt.itests.simulation.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Small traces of three members, good ones and one for each way in which they can be bad. */
class InvariantsTest {
  private static final ConfState THREE = ConfState.ofVoters(1L, 2L, 3L);

  private final Invariants invariants = new Invariants();
  private final FakeMember one = new FakeMember(1, invariants, THREE);
  private final FakeMember two = new FakeMember(2, invariants, THREE);
  private final FakeMember three = new FakeMember(3, invariants, THREE);

  private static Entry entry(long index, long term, String data) {
    return Entry.of(term, index, data.getBytes(StandardCharsets.UTF_8));
  }

  private static Entry empty(long index, long term) {
    return entry(index, term, "");
  }

  private static void assertBroken(String sentence, Executable step) {
    assertEquals(sentence, assertThrows(SimulationFailure.class, step).getMessage());
  }

  /** One leads term 1 and commits two entries that all hold. */
  private void begin() {
    one.lead(1);
    for (FakeMember member : List.of(one, two, three)) {
      if (member != one) {
        member.remember(1, 1);
      }
      member.write(empty(1, 1), entry(2, 1, "b"));
    }
    one.commit(2);
    one.applyUpTo(2);
  }

  @Test
  void aLeaderThatIsFollowedBreaksNothing() {
    begin();
    two.commit(2);
    two.applyUpTo(2);
    one.follow(0);
    two.lead(2);
    two.write(empty(3, 2));
    one.remember(2, 2);
    one.write(empty(3, 2));
    two.commit(3);
    two.applyUpTo(3);
    one.applyUpTo(3);
    one.restart();
    three.install(3, 2, 42);
    invariants.hashed(one, 3, 42);
  }

  @Test
  void twoThatSendAsLeadersOfOneTermBreakElectionSafety() {
    one.send(MessageType.HEARTBEAT, 2, 5);
    one.send(MessageType.APPEND, 3, 5);
    two.send(MessageType.VOTE, 3, 5);
    two.send(MessageType.HEARTBEAT, 1, 6);
    assertBroken(
        "election safety: members 1 and 2 both led term 5",
        () -> two.send(MessageType.APPEND, 3, 5));
  }

  @Test
  void twoThatLeadOneTermOneAfterTheOtherBreakElectionSafetyToo() {
    one.lead(3);
    one.follow(0);
    assertBroken("election safety: members 1 and 2 both led term 3", () -> two.lead(3));
  }

  @Test
  void aLeaderThatWritesOverItsOwnEntryBreaksAppendOnly() {
    begin();
    one.write(entry(3, 1, "c"));
    assertBroken(
        "leader append-only: member 1, which leads term 1, writes entry 3 over a log that ends at"
            + " 3",
        () -> one.write(entry(3, 1, "c")));
  }

  @Test
  void whatALeaderTookAsAFollowerMayStillReplaceWhatItHad() {
    two.remember(1, 0);
    two.write(empty(1, 1), entry(2, 1, "lost"));
    two.lead(3);
    two.write(entry(2, 2, "taken before the election"), empty(3, 3));
  }

  @Test
  void differentDataAtOnePlaceBreakLogMatching() {
    begin();
    one.write(entry(3, 1, "c"));
    assertBroken(
        "log matching: entries 3 of term 1 in the logs of members 1 and 2 hold different data",
        () -> two.write(entry(3, 1, "d")));
  }

  @Test
  void anEntryThatFollowsOnAnotherBreaksLogMatching() {
    begin();
    two.write(entry(3, 1, "not committed"));
    one.remember(2, 0);
    one.write(entry(3, 2, "c"), entry(4, 2, "d"));
    assertBroken(
        "log matching: entries 4 of term 2 in the logs of members 1 and 2 follow on entries of"
            + " different terms, 2 and 1",
        () -> two.write(entry(4, 2, "d")));
  }

  @Test
  void whatIsFoundAtAStartIsMatchedToo() {
    begin();
    two.put(entry(3, 1, "written when it was killed"));
    two.restart();
    assertBroken(
        "log matching: entries 3 of term 1 in the logs of members 2 and 3 hold different data",
        () -> three.write(entry(3, 1, "other")));
  }

  @Test
  void aLaterLeaderWithoutACommittedEntryBreaksCompleteness() {
    one.lead(1);
    one.write(empty(1, 1));
    two.remember(1, 1);
    two.write(empty(1, 1));
    one.commit(1);
    one.applyUpTo(1);
    assertBroken(
        "leader completeness: entry 1 of term 1 was committed in term 1 at the latest, but member"
            + " 3, which leads term 2, has none there",
        () -> {
          three.lead(2);
          three.write(empty(1, 2));
        });
  }

  @Test
  void aLeaderOfAnEarlierTermThatHearsOfItsElectionLateNeedNotHaveTheEntry() {
    one.lead(4);
    one.write(empty(1, 4));
    two.remember(4, 1);
    two.write(empty(1, 4));
    one.commit(1);
    one.applyUpTo(1);
    three.lead(3);
    three.write(empty(1, 3));
  }

  @Test
  void differentEntriesAppliedAtOneIndexBreakStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 2 applied entry 1 of term 1, where another was applied"
            + " before, of term 1",
        () -> two.apply(entry(1, 1, "other")));
  }

  @Test
  void anEntryLeftOutBreaksStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 2 applied entry 2 after entry 0",
        () -> two.apply(entry(2, 1, "b")));
  }

  @Test
  void aStateMachineThatGoesBackAtAStartBreaksItsSafety() {
    begin();
    one.setApplied(1);
    assertBroken(
        "state machine safety: member 1 had applied up to 2 and begins again at 1", one::restart);
  }

  @Test
  void differentContentAtOneIndexBreaksStateMachineSafety() {
    invariants.hashed(one, 5, 1);
    invariants.hashed(two, 5, 1);
    assertBroken(
        "state machine safety: member 3 holds something else after entry 5 than others",
        () -> invariants.hashed(three, 5, 2));
  }

  @Test
  void aSnapshotOfWhatNobodyAppliedBreaksStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 2 installed a snapshot at 2 of term 2, where nobody has"
            + " applied such an entry",
        () -> two.install(2, 2, 0));
  }

  @Test
  void aSnapshotOverANewerStateBreaksStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 1 installed a snapshot at 1 over a state at 2",
        () -> one.install(1, 1, 0));
  }

  @Test
  void aConfigurationThatOthersDoNotHaveBreaksStateMachineSafety() {
    begin();
    two.reconfigure(ConfState.ofVoters(1L, 2L));
    assertThrows(SimulationFailure.class, () -> two.applyUpTo(1));
  }

  @Test
  void whatWasAppliedWhenAProcessEndedIsKnownFromItsNextStart() {
    begin();
    one.write(entry(3, 1, "c"));
    two.write(entry(3, 1, "c"));
    one.commit(3);
    one.setApplied(3);
    one.restart();
    two.applyUpTo(2);
    assertBroken(
        "state machine safety: member 2 applied entry 3 of term 1, where another was applied"
            + " before, of term 1",
        () -> two.apply(empty(3, 1)));
  }

  @Test
  void aCommitWithoutAQuorumBreaksTheRule() {
    one.lead(1);
    one.write(empty(1, 1));
    assertBroken(
        "commit rule: member 1, which leads term 1, committed entry 1, but of "
            + THREE
            + " only [1] hold it durably",
        () -> one.commit(1));
  }

  @Test
  void learnersDoNotCount() {
    ConfState learner = new ConfState(List.of(1L, 2L), List.of(3L), List.of(), List.of(), false);
    FakeMember leader = new FakeMember(1, invariants, learner);
    leader.lead(1);
    leader.write(empty(1, 1));
    three.write(empty(1, 1));
    assertThrows(SimulationFailure.class, () -> leader.commit(1));
    two.write(empty(1, 1));
    leader.commit(1);
  }

  @Test
  void bothHalvesOfAJointConfigurationCount() {
    ConfState joint = new ConfState(List.of(2L, 4L), List.of(), List.of(1L, 3L), List.of(), true);
    FakeMember leader = new FakeMember(4, invariants, joint);
    leader.lead(1);
    leader.write(empty(1, 1));
    two.write(empty(1, 1));
    assertThrows(SimulationFailure.class, () -> leader.commit(1));
    one.write(empty(1, 1));
    three.write(empty(1, 1));
    leader.commit(1);
  }

  @Test
  void aCommitOfAnEntryOfAnOlderTermBreaksTheRule() {
    for (FakeMember member : List.of(one, two, three)) {
      member.write(empty(1, 1));
    }
    two.lead(2);
    assertBroken(
        "commit rule: member 2, which leads term 2, committed entry 1 of term 1 by counting",
        () -> two.commit(1));
  }

  @Test
  void aLearnerThatLeadsBreaksTheRuleOfCampaigns() {
    two.reconfigure(new ConfState(List.of(1L, 3L), List.of(2L), List.of(), List.of(), false));
    assertThrows(SimulationFailure.class, () -> two.lead(2));
  }

  private static Entry change(long index, long term) {
    return new Entry(EntryType.CONF_CHANGE_V2, term, index, new byte[0]);
  }

  @Test
  void aCampaignWithACommittedChangeToApplyBreaksItsRule() {
    begin();
    one.write(change(3, 1));
    two.write(change(3, 1));
    one.commit(3);
    two.applyUpTo(2);
    two.save(new HardState(1, 1, 3));
    assertBroken(
        "campaign rule: member 2 became StateLeader with a committed change to apply, at 3",
        () -> two.lead(2));
  }

  @Test
  void aChangeBeforeTheLastOneWasAppliedBreaksTheRule() {
    begin();
    one.write(change(3, 1));
    assertBroken(
        "campaign rule: member 1, which leads term 1, proposed a change at 4 before it applied the"
            + " one at 3",
        () -> one.write(change(4, 1)));
  }

  @Test
  void aChangeAfterTheLastOneWasAppliedIsGood() {
    begin();
    one.write(change(3, 1));
    two.write(change(3, 1));
    one.commit(3);
    one.applyUpTo(3);
    one.write(change(4, 1));
  }

  @Test
  void applyingWhatNoLeaderCommittedBreaksTheRule() {
    begin();
    two.write(entry(3, 1, "c"));
    assertBroken(
        "commit rule: member 2 applied entry 3, but leaders have committed up to 2 only",
        () -> two.applyUpTo(3));
  }

  @Test
  void knowingMoreCommittedThanLeadersDidBreaksTheRule() {
    begin();
    assertBroken(
        "commit rule: member 2 takes entry 3 for committed, but leaders have committed up to 2"
            + " only",
        () -> two.save(new HardState(1, 1, 3)));
  }

  @Test
  void aCommitThatWasSentBeforeTheLeaderEndedIsKnown() {
    begin();
    one.write(entry(3, 1, "c"));
    two.write(entry(3, 1, "c"));
    one.commitInsideAnEvent(3);
    one.send(Message.of(MessageType.APPEND).from(1).to(2).term(1).commit(3).build());
    one.restart();
    two.save(new HardState(1, 1, 3));
  }

  @Test
  void aReadThatMayMissWhatWasCommittedBreaksReadSafety() {
    begin();
    invariants.asked(two, 1);
    invariants.answered(two, 1, 2);
    invariants.asked(two, 2);
    assertBroken(
        "read safety: member 2 reads at 1, but leaders had committed up to 2 when it was asked",
        () -> invariants.answered(two, 2, 1));
  }

  @Test
  void aReadNeedNotSeeWhatIsCommittedAfterItWasAskedFor() {
    invariants.asked(two, 1);
    begin();
    invariants.answered(two, 1, 1);
  }

  @Test
  void aVoteThatIsNotDurableBreaksPromises() {
    two.remember(4, 1);
    two.send(MessageType.VOTE_RESPONSE, 1, 4);
    assertBroken(
        "durable promises: member 2 gave member 3 its vote in term 4, but what is durable is "
            + new HardState(4, 1, 0),
        () -> two.send(MessageType.VOTE_RESPONSE, 3, 4));
  }

  @Test
  void aRefusalNeedsNothingDurable() {
    two.send(Message.of(MessageType.VOTE_RESPONSE).from(2).to(3).term(9).reject(true).build());
  }

  @Test
  void anAcknowledgementOfWhatIsNotDurableBreaksPromises() {
    begin();
    two.send(Message.of(MessageType.APPEND_RESPONSE).from(2).to(1).term(1).index(2).build());
    assertBroken(
        "durable promises: member 2 acknowledged entry 3 in term 1, but what is durable ends at 2"
            + " with "
            + new HardState(1, 1, 0),
        () ->
            two.send(
                Message.of(MessageType.APPEND_RESPONSE).from(2).to(1).term(1).index(3).build()));
  }

  @Test
  void aVoteThatIsForgottenAtAStartBreaksPromises() {
    two.remember(4, 1);
    two.find(new HardState(4, 0, 0), 0);
    assertBroken(
        "durable promises: member 2 wrote "
            + new HardState(4, 1, 0)
            + " and found "
            + new HardState(4, 0, 0)
            + " again",
        two::restart);
  }

  @Test
  void entriesThatAreGoneAtAStartBreakPromises() {
    begin();
    two.find(new HardState(1, 1, 0), 1);
    assertBroken(
        "durable promises: member 2 wrote its log up to 2 and found it up to 1 again",
        two::restart);
  }

  @Test
  void aVoteThatChangesInATermBreaksMonotony() {
    two.remember(4, 1);
    assertThrows(SimulationFailure.class, () -> two.remember(4, 3));
  }

  @Test
  void aTermThatGoesBackBreaksMonotony() {
    two.remember(4, 1);
    assertThrows(SimulationFailure.class, () -> two.remember(3, 1));
  }

  @Test
  void committedEntriesThatAreWrittenOverBreakMonotony() {
    begin();
    two.save(new HardState(1, 1, 2));
    assertBroken(
        "monotony: member 2 writes from 2 on, although it is committed up to 2",
        () -> two.write(entry(2, 1, "other")));
  }

  @Test
  void aVoteOfATermThatIsNotDurableBreaksPromises() {
    two.remember(3, 1);
    assertBroken(
        "durable promises: member 2 gave member 1 its vote in term 4, but what is durable is "
            + new HardState(3, 1, 0),
        () -> two.send(MessageType.VOTE_RESPONSE, 1, 4));
  }

  @Test
  void aVoteOfATermThatIsOverNeedsNothingAnyMore() {
    two.remember(5, 3);
    two.send(MessageType.VOTE_RESPONSE, 1, 4);
  }

  @Test
  void aVoteForItselfIsNoPromiseToOthers() {
    two.send(MessageType.VOTE_RESPONSE, 2, 4);
  }

  @Test
  void anAcknowledgementInATermThatIsNotDurableBreaksPromises() {
    begin();
    assertBroken(
        "durable promises: member 2 acknowledged entry 2 in term 2, but what is durable ends at 2"
            + " with "
            + new HardState(1, 1, 0),
        () ->
            two.send(
                Message.of(MessageType.APPEND_RESPONSE).from(2).to(1).term(2).index(2).build()));
  }

  @Test
  void aTermThatIsForgottenAtAStartBreaksPromises() {
    two.remember(4, 0);
    two.find(new HardState(3, 0, 0), 0);
    assertBroken(
        "durable promises: member 2 wrote "
            + new HardState(4, 0, 0)
            + " and found "
            + new HardState(3, 0, 0)
            + " again",
        two::restart);
  }

  @Test
  void aStartMayFindALaterTermAndVoteThanAnybodyWasToldOf() {
    two.remember(4, 1);
    two.find(new HardState(5, 3, 0), 0);
    two.restart();
  }

  @Test
  void aStartMayFindAVoteWhereNoneWasGivenYet() {
    two.remember(4, 0);
    two.find(new HardState(4, 3, 0), 0);
    two.restart();
  }

  @Test
  void whatWasWrittenInAnEventThatIsNotOverMayBeLost() {
    begin();
    two.saveInsideAnEvent(new HardState(2, 3, 0), entry(3, 1, "c"), entry(4, 1, "d"));
    two.find(new HardState(1, 1, 0), 2);
    two.restart();
    two.saveInsideAnEvent(HardState.EMPTY, entry(3, 1, "c"));
    two.find(new HardState(1, 1, 0), 1);
    assertBroken(
        "durable promises: member 2 wrote its log up to 3 and found it up to 1 again",
        two::restart);
  }

  @Test
  void aSnapshotMayHaveTakenThePlaceOfTheLogWhenAProcessEnded() {
    begin();
    one.write(entry(3, 1, "c"));
    two.write(entry(3, 1, "c"));
    one.commit(3);
    one.applyUpTo(3);
    three.write(entry(3, 0, "other"), entry(4, 0, "other"));
    three.replaceBySnapshot(3, 1);
    three.restart();
  }

  @Test
  void aLogThatWasWrittenOverInAnEventThatIsNotOverIsFoundAsItWasOrAsItIs() {
    begin();
    two.write(entry(3, 1, "c"), entry(4, 1, "d"));
    two.put(entry(3, 2, "other"));
    two.restart();
  }

  @Test
  void aLaterLeaderWithAnotherEntryBelowItsFirstBreaksCompleteness() {
    commitTwoWithoutThree();
    three.remember(2, 0);
    three.write(entry(2, 2, "other"));
    three.lead(3);
    assertBroken(
        "leader completeness: entry 2 of term 1 was committed in term 1 at the latest, but member"
            + " 3, which leads term 3, has one of term 2",
        () -> three.write(empty(3, 3)));
  }

  @Test
  void soDoesAnotherEntryThatIsWrittenTogetherWithItsFirst() {
    commitTwoWithoutThree();
    three.lead(3);
    assertBroken(
        "leader completeness: entry 2 of term 1 was committed in term 1 at the latest, but member"
            + " 3, which leads term 3, has one of term 2",
        () -> three.write(entry(2, 2, "other"), empty(3, 3)));
  }

  /** The third holds the first entry only. */
  private void commitTwoWithoutThree() {
    one.lead(1);
    two.remember(1, 1);
    one.write(empty(1, 1), entry(2, 1, "b"));
    two.write(empty(1, 1), entry(2, 1, "b"));
    three.remember(1, 1);
    three.write(empty(1, 1));
    one.commit(2);
    one.applyUpTo(2);
  }

  @Test
  void aCommittedEntryThatIsWrittenTogetherWithALeadersFirstIsThere() {
    commitTwoWithoutThree();
    three.lead(3);
    three.write(entry(2, 1, "b"), empty(3, 3));
  }

  @Test
  void aLeaderNeedNotHoldWhatItsSnapshotHolds() {
    commitTwoWithoutThree();
    three.install(2, 1, 42);
    three.lead(3);
    three.write(empty(3, 3));
  }

  @Test
  void aLeaderThatBeginsWithASnapshotMustHoldWhatWasCommittedBehindIt() {
    commitTwoWithoutThree();
    three.install(2, 1, 42);
    one.write(entry(3, 1, "c"), entry(4, 1, "d"));
    two.write(entry(3, 1, "c"), entry(4, 1, "d"));
    one.commit(4);
    one.applyUpTo(4);
    three.write(entry(3, 1, "c"));
    three.lead(3);
    assertBroken(
        "leader completeness: entry 4 of term 1 was committed in term 1 at the latest, but member"
            + " 3, which leads term 3, has none there",
        () -> three.write(empty(4, 3)));
  }

  @Test
  void aCommitThatGoesBackBreaksMonotony() {
    begin();
    two.save(new HardState(1, 1, 2));
    assertBroken(
        "monotony: member 2 knows less to be committed: "
            + new HardState(1, 1, 2)
            + ", then "
            + new HardState(1, 1, 1),
        () -> two.save(new HardState(1, 1, 1)));
  }

  @Test
  void aVoteOfANewTermAndALateVoteAreMonotonous() {
    two.remember(4, 1);
    two.remember(5, 3);
    two.remember(6, 0);
    two.remember(6, 1);
  }

  @Test
  void whatIsNotCommittedMayBeWrittenOver() {
    begin();
    two.save(new HardState(1, 1, 1));
    two.remember(2, 0);
    two.write(entry(2, 2, "other"));
  }

  @Test
  void aLogThatDoesNotEndWithWhatWasWrittenBreaksMonotony() {
    begin();
    assertBroken(
        "monotony: member 2 wrote up to entry 3 of term 1, but its log ends with 2 of term 1",
        () -> two.claim(entry(3, 1, "c")));
    three.put(entry(3, 2, "c"));
    assertBroken(
        "monotony: member 3 wrote up to entry 3 of term 1, but its log ends with 3 of term 2",
        () -> three.claim(entry(3, 1, "c")));
  }

  @Test
  void aLogThatEndsBehindWhatWasWrittenBreaksMonotony() {
    begin();
    two.put(entry(3, 1, "c"));
    two.put(entry(4, 1, "d"));
    assertBroken(
        "monotony: member 2 wrote up to entry 3 of term 1, but its log ends with 4 of term 1",
        () -> two.claim(entry(3, 1, "c")));
  }

  @Test
  void whatALeaderSentFirstMayBeCommittedBeforeItWritesIt() {
    begin();
    one.follow(0);
    three.lead(2);
    one.remember(2, 3);
    two.remember(2, 3);
    one.write(empty(3, 2));
    two.write(empty(3, 2));
    three.commit(3);
    one.applyUpTo(3);
    three.write(empty(3, 2));
  }

  @Test
  void changesThatWereAppliedDoNotHinderACampaign() {
    begin();
    one.write(change(3, 1));
    two.write(change(3, 1));
    one.commit(3);
    two.applyUpTo(3);
    two.save(new HardState(1, 1, 3));
    one.follow(0);
    two.lead(2);
  }

  @Test
  void changesThatAnEarlierLeaderProposedAreNotTheLeadersOwn() {
    begin();
    one.write(change(3, 1));
    two.write(change(3, 1));
    one.commit(3);
    one.applyUpTo(3);
    one.write(change(4, 1));
    one.follow(0);
    two.lead(2);
    two.write(change(4, 1), empty(5, 2));
  }

  @Test
  void anAcknowledgementToTheLeaderOfATermThatIsOverPromisesNothing() {
    begin();
    two.remember(2, 0);
    two.send(Message.of(MessageType.APPEND_RESPONSE).from(2).to(1).term(1).index(9).build());
  }

  @Test
  void aSnapshotWithOtherContentThanOthersHaveBreaksStateMachineSafety() {
    begin();
    invariants.hashed(one, 2, 1);
    assertBroken(
        "state machine safety: member 3 holds something else after entry 2 than others",
        () -> three.install(2, 1, 2));
  }

  @Test
  void whatASnapshotHoldsIsKnownToo() {
    begin();
    two.install(2, 1, 1);
    assertBroken(
        "state machine safety: member 1 holds something else after entry 2 than others",
        () -> invariants.hashed(one, 2, 2));
  }

  @Test
  void aSnapshotWithAnotherConfigurationBreaksStateMachineSafety() {
    begin();
    ConfState two = ConfState.ofVoters(1L, 2L);
    three.reconfigure(two);
    assertBroken(
        "state machine safety: member 3 has the configuration "
            + two
            + " after entry 2, where others have "
            + THREE,
        () -> three.install(2, 1, 2));
  }

  @Test
  void anEntryThatIsAppliedTwiceBreaksStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 1 applied entry 2 after entry 2",
        () -> one.apply(entry(2, 1, "b")));
  }

  @Test
  void anEntryOfAnotherTermAppliedAtOneIndexBreaksStateMachineSafety() {
    begin();
    assertBroken(
        "state machine safety: member 2 applied entry 1 of term 2, where another was applied"
            + " before, of term 1",
        () -> two.apply(empty(1, 2)));
  }

  @Test
  void aStartWithAnotherConfigurationBreaksStateMachineSafety() {
    begin();
    two.setApplied(2);
    two.reconfigure(ConfState.ofVoters(1L, 2L));
    assertThrows(SimulationFailure.class, two::restart);
  }

  @Test
  void theConfigurationAfterAChangeIsThatOfItsFirstApplication() {
    begin();
    one.write(change(3, 1));
    two.write(change(3, 1));
    one.commit(3);
    one.reconfigure(ConfState.ofVoters(1L, 2L));
    one.applyUpTo(3);
    two.applyUpTo(2);
    assertThrows(SimulationFailure.class, () -> two.applyUpTo(3));
  }

  @Test
  void aLeaderThatWritesOverWhatItHadBeforeItsElectionBreaksAppendOnlyWithEntriesOfItsTerm() {
    begin();
    one.follow(0);
    one.lead(2);
    assertBroken(
        "leader append-only: member 1, which leads term 2, writes entry 2 over a log that ends at"
            + " 2",
        () -> one.write(empty(2, 2)));
  }

  @Test
  void aLeaderThatReplacesItsEntryByAnOlderOneBreaksAppendOnly() {
    begin();
    one.follow(0);
    one.lead(2);
    one.write(empty(3, 2));
    assertBroken(
        "leader append-only: member 1, which leads term 2, writes entry 3 over a log that ends at"
            + " 3",
        () -> one.write(entry(3, 1, "older")));
  }

  @Test
  void aSnapshotOrAnAppendIsTheWordOfALeaderToo() {
    one.send(MessageType.SNAPSHOT, 2, 5);
    assertBroken(
        "election safety: members 1 and 2 both led term 5",
        () -> two.send(MessageType.SNAPSHOT, 3, 5));
    one.send(MessageType.APPEND, 2, 6);
    assertThrows(SimulationFailure.class, () -> two.send(MessageType.APPEND, 3, 6));
    one.send(MessageType.HEARTBEAT, 2, 7);
    assertThrows(SimulationFailure.class, () -> two.send(MessageType.HEARTBEAT, 3, 7));
  }

  @Test
  void aWriteThatTakesMoreForCommittedThanLeadersDidBreaksTheRule() {
    begin();
    two.commitInsideAnEvent(3);
    assertThrows(SimulationFailure.class, () -> two.saveInsideAnEvent(new HardState(1, 1, 3)));
  }

  @Test
  void aStartThatTakesMoreForCommittedThanLeadersDidBreaksTheRule() {
    begin();
    two.find(new HardState(1, 1, 3), 2);
    assertBroken(
        "commit rule: member 2 takes entry 3 for committed, but leaders have committed up to 2"
            + " only",
        two::restart);
  }

  @Test
  void halfOfFourIsNoQuorum() {
    ConfState four = ConfState.ofVoters(1L, 2L, 3L, 4L);
    FakeMember leader = new FakeMember(1, invariants, four);
    leader.lead(1);
    leader.write(empty(1, 1));
    two.write(empty(1, 1));
    assertThrows(SimulationFailure.class, () -> leader.commit(1));
    three.write(empty(1, 1));
    leader.commit(1);
  }

  @Test
  void theOtherHalfOfAJointConfigurationCountsToo() {
    ConfState joint = new ConfState(List.of(1L, 3L), List.of(), List.of(2L, 4L), List.of(), true);
    FakeMember leader = new FakeMember(1, invariants, joint);
    leader.lead(1);
    leader.write(empty(1, 1));
    three.write(empty(1, 1));
    assertThrows(SimulationFailure.class, () -> leader.commit(1));
  }

  @Test
  void anEntryOfAnotherTermIsNotWhatTheLeaderCounts() {
    one.lead(2);
    one.write(empty(1, 2));
    two.write(empty(1, 1));
    assertThrows(SimulationFailure.class, () -> one.commit(1));
  }

  @Test
  void aSnapshotHoldsAllEntriesBelowIt() {
    begin();
    one.write(entry(3, 1, "c"));
    two.write(entry(3, 1, "c"));
    one.commit(3);
    one.applyUpTo(3);
    three.install(3, 1, 42);
    invariants.hashed(one, 3, 42);
    one.write(entry(4, 1, "d"));
    three.write(entry(4, 1, "d"));
    one.commit(4);
  }

  @Test
  void aCandidateThatDoesNotVoteBreaksTheRuleOfCampaignsToo() {
    two.reconfigure(new ConfState(List.of(1L, 3L), List.of(2L), List.of(), List.of(), false));
    assertThrows(SimulationFailure.class, () -> two.campaign(2));
    three.reconfigure(new ConfState(List.of(1L), List.of(), List.of(3L), List.of(), false));
    three.campaign(2);
  }

  @Test
  void aReadInAnEarlierLifeSaysNothingOfTheSameNumberInALaterOne() {
    invariants.asked(two, 1);
    two.restart();
    begin();
    invariants.asked(two, 1);
    assertThrows(SimulationFailure.class, () -> invariants.answered(two, 1, 1));
  }
}
