package io.togglebolt.itests.simulation.invariant;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was answered, and what is on disk. Small traces, good ones and bad ones. */
class PromisesTest extends Trace {
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
  void aVoteOfANewTermAndALateVoteAreMonotonous() {
    two.remember(4, 1);
    two.remember(5, 3);
    two.remember(6, 0);
    two.remember(6, 1);
  }

  @Test
  void anAcknowledgementToTheLeaderOfATermThatIsOverPromisesNothing() {
    begin();
    two.remember(2, 0);
    two.send(Message.of(MessageType.APPEND_RESPONSE).from(2).to(1).term(1).index(9).build());
  }

  @Test
  void aStartWithAnotherConfigurationBreaksStateMachineSafety() {
    begin();
    two.setApplied(2);
    two.reconfigure(ConfState.ofVoters(1L, 2L));
    assertThrows(SimulationFailure.class, two::restart);
  }

  @Test
  void aCandidateThatDoesNotVoteBreaksTheRuleOfCampaignsToo() {
    two.reconfigure(new ConfState(List.of(1L, 3L), List.of(2L), List.of(), List.of(), false));
    assertThrows(SimulationFailure.class, () -> two.campaign(2));
    three.reconfigure(new ConfState(List.of(1L), List.of(), List.of(3L), List.of(), false));
    three.campaign(2);
  }
}
