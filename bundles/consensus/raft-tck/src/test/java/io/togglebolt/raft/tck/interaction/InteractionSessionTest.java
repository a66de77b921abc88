package io.togglebolt.raft.tck.interaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.CompactedException;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.LocalMessageException;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.ProposalTooLargeException;
import io.togglebolt.raft.RaftException;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.ReadMode;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.SnapshotOutOfDateException;
import io.togglebolt.raft.SnapshotTemporarilyUnavailableException;
import io.togglebolt.raft.UnavailableException;
import io.togglebolt.raft.UnknownPeerException;
import io.togglebolt.raft.tck.Directive;
import io.togglebolt.raft.tck.Transcript;
import io.togglebolt.raft.tck.TranscriptException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InteractionSessionTest {
  private final StubRaft raft = new StubRaft();
  private final InteractionSession session = new InteractionSession(raft);

  private String run(String... lines) {
    String output = "";
    for (String line : lines) {
      Transcript transcript = Transcript.parse("t.txt", line.replace(" | ", "\n") + "\n----\n");
      for (Directive directive : transcript.directives()) {
        output = session.run(directive);
      }
    }
    return output;
  }

  private String wrong(String... lines) {
    return assertThrows(TranscriptException.class, () -> run(lines)).getMessage();
  }

  @Test
  void linesBelowTheLevelAreLeftOut() {
    assertEquals("DEBUG made\nINFO made\nWARN made\nERROR made\n", run("add-nodes 1"));
    assertEquals("INFO made\nWARN made\nERROR made\n", run("log-level info", "add-nodes 1"));
    assertEquals("WARN made\nERROR made\n", run("log-level WARN", "add-nodes 1"));
    assertEquals("ERROR made\n", run("log-level error", "add-nodes 1"));
    assertEquals("ok", run("log-level fatal", "add-nodes 1"));
    assertEquals("ok", run("log-level none", "add-nodes 1"));
  }

  @Test
  void atLevelNoneOnlyErrorsArePrinted() {
    run("log-level none", "add-nodes 1");
    assertEquals("ok", run("raft-log 1"));
    assertEquals("ok", run("raft-state"));
    raft.failure = new UnknownPeerException("9");
    assertEquals("raft: cannot step as peer not found", run("propose 1 x"));
  }

  @Test
  void aLevelMayHoldForOneDirective() {
    run("log-level debug", "add-nodes 1");
    assertEquals("ok", run("stabilize 1 log-level=none"));
    assertEquals("1: StateFollower (Voter) Term:0 Lead:0\n", run("raft-state"));
  }

  @Test
  void inputOfACommandThatTakesNoneIsAForgottenLine() {
    run("log-level none", "add-nodes 1");
    assertEquals(
        "log-level takes no input, and has \"add-nodes 1\" below it; is a ---- missing before"
            + " that?",
        wrong("log-level none | add-nodes 1 | campaign 99"));
    assertEquals(
        "raft-state takes no input, and has \"campaign 1\" below it; is a ---- missing before"
            + " that?",
        wrong("raft-state | campaign 1"));
  }

  @Test
  void aPeerThatIsReportedMustBeThere() {
    run("log-level none", "add-nodes 1");
    assertEquals("there is no node 9; expected 1 to 1", wrong("report-unreachable 1 9"));
    assertEquals("there is no node 9; expected 1 to 1", wrong("report-snapshot 1 9 status=failed"));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            new ProposalDroppedException(ProposalDroppedException.Reason.NO_LEADER, ""),
            "raft proposal dropped"),
        Arguments.of(new UnknownPeerException("x"), "raft: cannot step as peer not found"),
        Arguments.of(new LocalMessageException("x"), "raft: cannot step raft local message"),
        Arguments.of(
            new CompactedException("x"), "requested index is unavailable due to compaction"),
        Arguments.of(new UnavailableException("x"), "requested entry at index is unavailable"),
        Arguments.of(
            new SnapshotOutOfDateException("x"),
            "requested index is older than the existing snapshot"),
        Arguments.of(
            new SnapshotTemporarilyUnavailableException("x"),
            "snapshot is temporarily unavailable"),
        Arguments.of(new ProposalTooLargeException("too large"), "too large"),
        Arguments.of(new RaftMisuseException("not advanced"), "not advanced"),
        Arguments.of(new RaftInvariantException("broken"), "FATAL broken"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatAMemberRefusesIsPrintedInEtcdsWords(RaftException refusal, String text) {
    run("log-level error", "add-nodes 1");
    raft.failure = refusal;
    assertEquals(text, run("propose 1 x"));
  }

  @Test
  void aMessageThatIsRefusedDoesNotEndTheDelivery() {
    run("log-level fatal", "add-nodes 1");
    Message message = Message.of(MessageType.HEARTBEAT).from(2).to(1).build();
    raft.ready =
        new Ready(
            null,
            HardState.EMPTY,
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of(message, message),
            false);
    run("process-ready 1");
    raft.stepFailure = new LocalMessageException("x");
    String line = "2->1 MsgHeartbeat Term:0 Log:0/0\nraft: cannot step raft local message\n";
    assertEquals(line + line, run("deliver-msgs 1"));
    assertEquals("no messages\n", run("deliver-msgs 1"));
  }

  @Test
  void messagesAreChosenByRecipientSenderAndType() {
    run("log-level fatal", "add-nodes 2");
    Message.Builder vote = Message.of(MessageType.VOTE).from(1);
    Message.Builder beat = Message.of(MessageType.HEARTBEAT).from(2);
    raft.ready =
        new Ready(
            null,
            HardState.EMPTY,
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of(vote.to(2).build(), beat.to(1).build(), vote.to(3).build(), beat.to(3).build()),
            false);
    run("process-ready 1");
    assertEquals("no messages\n", run("deliver-msgs 1 2 type=MsgApp"));
    assertEquals("1->2 MsgVote Term:0 Log:0/0\n", run("deliver-msgs 1 2 type=MsgVote"));
    assertEquals("no messages\n", run("deliver-msgs 1 from=3"));
    assertEquals("dropped: 1->3 MsgVote Term:0 Log:0/0\n", run("deliver-msgs drop=3 from=1"));
    assertEquals(
        "2->1 MsgHeartbeat Term:0 Log:0/0\ndropped: 2->3 MsgHeartbeat Term:0 Log:0/0\n",
        run("deliver-msgs 1 drop=(2,3)"));
  }

  @Test
  void whatAMemberTellsItsThreadsIsNeverLost() {
    run("log-level fatal", "add-nodes 1 async-storage-writes=true");
    Message done =
        Message.of(MessageType.STORAGE_APPLY_RESPONSE).from(Message.APPLY_THREAD).to(1).build();
    raft.ready =
        new Ready(
            null,
            HardState.EMPTY,
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of(
                Message.of(MessageType.STORAGE_APPLY)
                    .from(1)
                    .to(Message.APPLY_THREAD)
                    .responses(List.of(done))
                    .build()),
            false);
    run("process-ready 1");
    assertEquals("no append work to perform", run("process-append-thread 1"));
    assertEquals(
        """
        Processing:
        1->ApplyThread MsgStorageApply Term:0 Log:0/0
        Responses:
        ApplyThread->1 MsgStorageApplyResp Term:0 Log:0/0
        """,
        run("process-apply-thread 1"));
    assertEquals("no apply work to perform", run("process-apply-thread 1"));
    assertEquals("no messages\n", run("deliver-msgs drop=1"));
    assertEquals("ApplyThread->1 MsgStorageApplyResp Term:0 Log:0/0\n", run("deliver-msgs 1"));
  }

  @Test
  void aClusterThatNeverRestsIsAnError() {
    run("log-level none", "add-nodes 1");
    raft.ready =
        new Ready(
            null, new HardState(1, 0, 0), List.of(), List.of(), null, List.of(), List.of(), true);
    assertEquals("the nodes did not come to rest within 1000 rounds", wrong("stabilize"));
  }

  @Test
  void optionsReachTheMember() {
    run("add-nodes 1");
    RaftOptions plain = Objects.requireNonNull(raft.options);
    assertEquals(3, plain.electionTicks());
    assertEquals(1, plain.heartbeatTicks());
    assertEquals(RaftOptions.UNLIMITED, plain.maxMessageBytes());
    assertEquals(Integer.MAX_VALUE, plain.maxInflightMessages());
    assertTrue(!plain.checkQuorum() && !plain.preVote() && !plain.stepDownOnRemoval());
    assertTrue(plain.confChangeValidation() && plain.proposalForwarding());
    run(
        "add-nodes 1 voters=(1,2) learners=3 index=7 content=x async-storage-writes=true"
            + " prevote=true checkquorum=true read-only=lease-based inflight=4"
            + " max-committed-size-per-ready=5 max-size-per-msg=6 max-inflight-bytes=8"
            + " max-uncommitted-size=9 max-proposal-size=10 disable-proposal-forwarding=true"
            + " disable-conf-change-validation=true step-down-on-removal=true");
    RaftOptions given = Objects.requireNonNull(raft.options);
    assertEquals(2, given.id());
    assertEquals(7, given.applied());
    assertEquals(List.of(1L, 2L), given.storage().confState().voters());
    assertEquals(List.of(3L), given.storage().confState().learners());
    assertEquals(1, given.storage().snapshot().data().length);
    assertTrue(given.asyncStorageWrites() && given.preVote() && given.checkQuorum());
    assertTrue(given.stepDownOnRemoval());
    assertTrue(!given.proposalForwarding() && !given.confChangeValidation());
    assertEquals(ReadMode.LEASE_BASED, given.readMode());
    assertEquals(4, given.maxInflightMessages());
    assertEquals(5, given.maxApplyingBytes());
    assertEquals(6, given.maxMessageBytes());
    assertEquals(8, given.maxInflightBytes());
    assertEquals(9, given.maxUncommittedBytes());
    assertEquals(10, given.maxProposalBytes());
  }

  @Test
  void commandsReachTheMember() {
    run("log-level none", "add-nodes 2");
    run(
        "campaign 1",
        "propose 1 \"a\"",
        "propose-conf-change 2 v1=true | r1",
        "propose-conf-change 2 transition=explicit | v1 l2",
        "propose-conf-change 2",
        "read-index 1 r",
        "report-snapshot 1 2 status=failed",
        "report-unreachable 1 2",
        "transfer-leadership from=2 to=1",
        "forget-leader 2",
        "tick 1 2",
        "tick-heartbeat 2",
        "tick-election 2");
    assertEquals(
        List.of(
            "1 campaign",
            "1 propose \"\\\"a\\\"\"",
            "2 propose v1 ConfChangeRemoveNode 1",
            "2 propose v2 ConfChangeTransitionJointExplicit 2",
            "2 propose v2 ConfChangeTransitionAuto 0",
            "1 read \"r\"",
            "1 snapshot 2 FAILED",
            "1 unreachable 2",
            "2 transfer 1",
            "2 forget",
            "1 tick",
            "1 tick",
            "2 tick",
            "2 tick",
            "2 tick",
            "2 tick"),
        raft.asked);
  }

  @Test
  void anElectionTimeoutHoldsUntilTheNextDraw() {
    run("log-level none", "add-nodes 1");
    var timeout = Objects.requireNonNull(raft.options).electionTimeout();
    timeout.draw(3);
    assertEquals(5, timeout.ticks());
    run("set-randomized-election-timeout 1 timeout=4");
    assertEquals(4, timeout.ticks());
    timeout.draw(10);
    assertEquals(19, timeout.ticks());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add-nodes 1 voters=(1) index=1|index must be specified as > 1 due to bootstrap",
        "add-nodes 1 content=x|index must be specified as > 1 due to bootstrap",
        "add-nodes 1 read-only=never|invalid read-only option \"never\"",
        "add-nodes 1 read-only=lease-based|raft option readMode is LEASE_BASED; expected SAFE where"
            + " checkQuorum is off",
        "add-nodes 1 inflight=0|raft option maxInflightMessages is 0; expected at least 1",
        "propose-conf-change 1 transition=sometimes|unknown transition sometimes",
        "propose-conf-change 1 v1=true|v1 conf change can only have one operation and no"
            + " transition",
        "log-level loud|log levels must be either of [DEBUG INFO WARN ERROR FATAL NONE]",
        "stabilize log-level=loud|log levels must be either of [DEBUG INFO WARN ERROR FATAL NONE]",
      })
  void aWrongArgumentIsAnErrorInEtcdsWords(String line, String text) {
    run("log-level none", "add-nodes 1");
    assertEquals(text, wrong(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "campaign 2|there is no node 2; expected 1 to 1",
        "campaign 0|there is no node 0; expected 1 to 1",
        "campaign|campaign has 0 words behind it; expected a node as number 1",
        "campaign 1 1|campaign has 2 words behind it; expected at most 1",
        "campaign one|a node of campaign is \"one\"; expected a whole number of 64 bits",
        "campaign 1 hard=true|campaign knows no argument hard; expected none",
        "propose 1|propose has 1 words behind it; expected data as number 2",
        "deliver-msgs 1 drop=1|messages to 1 cannot be both delivered and dropped",
        "deliver-msgs 1 type=MsgNews|message type MsgNews is not known",
        "report-snapshot 1 2|argument status is \"\"; expected finished or failed",
        "set-randomized-election-timeout 1|there is no timeout; expected timeout=N",
        "transfer-leadership from=1|there is no node to transfer to; expected from=N to=N",
        "send-append 1 1 after=0|there is no count; expected count=N",
        "add-nodes 1 voters=(x)|voters is \"x\"; expected a whole number of 64 bits",
        "add-nodes 1 inflight=-1|inflight is \"-1\"; expected a whole number of 64 bits",
        "add-nodes 1 inflight=4294967296|inflight is 4294967296; expected at most 2147483647",
        "set-randomized-election-timeout 1 timeout=4294967296|timeout is 4294967296; expected at"
            + " most 2147483647",
        "add-nodes many|a number of nodes of add-nodes is \"many\"; expected a whole number of 64"
            + " bits",
        "add-nodes 1001|a number of nodes of add-nodes is 1001; expected at most 1000",
        "tick 1 1000001|a number of ticks of tick is 1000001; expected at most 1000000",
        "tick 1 18446744073709551615|a number of ticks of tick is 18446744073709551615; expected at"
            + " most 1000000",
        "raft-state 1|raft-state has 1 words behind it; expected at most 0",
      })
  void whatCannotBeDoneIsAnErrorThatNamesIt(String line, String message) {
    run("log-level none", "add-nodes 1");
    assertEquals(message, wrong(line));
  }

  @Test
  void aChangeThatCannotBeReadIsAnError() {
    run("log-level none", "add-nodes 1");
    assertEquals(
        "change \"x1\" is not known; expected v, l, r or u and the id of a member",
        wrong("propose-conf-change 1 | x1"));
  }

  @Test
  void anUnknownOptionIsAnErrorThatNamesTheKnownOnes() {
    String message = wrong("add-nodes 1 turbo=true");
    assertTrue(
        message.startsWith("add-nodes knows no argument turbo; expected async-storage-writes, "),
        message);
  }

  @Test
  void theLanguageKnowsItsCommands() {
    InteractionLanguage language = new InteractionLanguage(raft);
    assertTrue(language.commands().containsAll(List.of("add-nodes", "stabilize", "read-index")));
  }
}
