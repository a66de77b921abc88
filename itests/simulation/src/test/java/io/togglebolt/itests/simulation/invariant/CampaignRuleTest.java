package io.togglebolt.itests.simulation.invariant;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.HardState;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who may stand for election, and when the cluster may change. Small traces, good ones and bad
 * ones.
 */
class CampaignRuleTest extends Trace {
  @Test
  void aLearnerThatLeadsBreaksTheRuleOfCampaigns() {
    two.reconfigure(new ConfState(List.of(1L, 3L), List.of(2L), List.of(), List.of(), false));
    assertThrows(SimulationFailure.class, () -> two.lead(2));
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
}
