package io.togglebolt.raft.tck.interaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.SoftState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected lines are those of etcd's own transcripts, or made by its own formatter's rules. */
class DescribeTest {
  private static final ConfState MEMBERS =
      new ConfState(List.of(1L, 2L), List.of(4L), List.of(1L, 3L), List.of(3L), true);
  private static final Snapshot SNAPSHOT =
      new Snapshot(new SnapshotMetadata(MEMBERS, 15, 2), new byte[] {1});

  private static Entry normal(long term, long index, String data) {
    return Entry.of(term, index, data.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void entriesShowTheirDataOrTheirChange() {
    byte[] old = ConfChangeCodec.encode(new ConfChange(0, ConfChangeType.ADD_NODE, 2, new byte[0]));
    byte[] changes =
        ConfChangeV2Codec.encode(
            new ConfChangeV2(
                ConfChangeTransition.JOINT_EXPLICIT,
                List.of(
                    new ConfChangeSingle(ConfChangeType.REMOVE_NODE, 1),
                    new ConfChangeSingle(ConfChangeType.ADD_LEARNER_NODE, 3)),
                new byte[0]));
    assertEquals("1/11 EntryNormal \"\"", Describe.entry(normal(1, 11, "")));
    assertEquals("2/12 EntryNormal \"foo\\n\"", Describe.entry(normal(2, 12, "foo\n")));
    assertEquals(
        "1/4 EntryConfChange v2", Describe.entry(new Entry(EntryType.CONF_CHANGE, 1, 4, old)));
    assertEquals(
        "1/5 EntryConfChangeV2 r1 l3",
        Describe.entry(new Entry(EntryType.CONF_CHANGE_V2, 1, 5, changes)));
    assertEquals(
        "1/6 EntryConfChangeV2",
        Describe.entry(new Entry(EntryType.CONF_CHANGE_V2, 1, 6, new byte[0])));
    assertEquals(
        "1/4 EntryNormal \"a\"\n1/5 EntryNormal \"b\"\n",
        Describe.entries(List.of(normal(1, 4, "a"), normal(1, 5, "b"))));
  }

  @Test
  void anEntryThatCannotBeReadShowsWhy() {
    String text =
        Describe.entry(new Entry(EntryType.CONF_CHANGE_V2, 1, 5, new byte[] {(byte) 0xff}));
    assertTrue(text.startsWith("1/5 EntryConfChangeV2 "), text);
    assertTrue(text.length() > "1/5 EntryConfChangeV2 ".length(), text);
  }

  @Test
  void statesShowWhatIsSet() {
    assertEquals("Term:1 Commit:3", Describe.hardState(new HardState(1, 0, 3)));
    assertEquals("Term:1 Vote:2 Commit:3", Describe.hardState(new HardState(1, 2, 3)));
    assertEquals(
        "Voters:[1 2] VotersOutgoing:[1 3] Learners:[4] LearnersNext:[3] AutoLeave:true",
        Describe.confState(MEMBERS));
    assertEquals(
        "Voters:[] VotersOutgoing:[] Learners:[] LearnersNext:[] AutoLeave:false",
        Describe.confState(ConfState.ofVoters()));
    assertEquals(
        "Index:15 Term:2 ConfState:Voters:[1 2] VotersOutgoing:[1 3] Learners:[4] LearnersNext:[3]"
            + " AutoLeave:true",
        Describe.snapshot(SNAPSHOT));
    assertEquals(
        "[{11 [99 116 120]} {12 [255]}]",
        Describe.readStates(
            List.of(
                new ReadState(11, "ctx".getBytes(StandardCharsets.UTF_8)),
                new ReadState(12, new byte[] {-1}))));
  }

  @Test
  void aSnapshotOfIndexZeroIsNone() {
    assertFalse(Describe.holds(null));
    assertFalse(Describe.holds(new Snapshot(new SnapshotMetadata(MEMBERS, 0, 0), new byte[] {1})));
    assertTrue(Describe.holds(SNAPSHOT));
  }

  @Test
  void messagesShowWhatIsSet() {
    assertEquals(
        "1->2 MsgHeartbeat Term:1 Log:0/0 Commit:11",
        Describe.message(
            Message.of(MessageType.HEARTBEAT).from(1).to(2).term(1).commit(11).build()));
    assertEquals(
        "2->1 MsgAppResp Term:2 Log:1/21 Rejected (Hint: 18) Commit:18",
        Describe.message(
            Message.of(MessageType.APPEND_RESPONSE)
                .from(2)
                .to(1)
                .term(2)
                .logTerm(1)
                .index(21)
                .reject(true)
                .rejectHint(18)
                .commit(18)
                .build()));
    assertEquals(
        "ff->None MsgHup Term:0 Log:0/0",
        Describe.message(Message.of(MessageType.HUP).from(255).build()));
  }

  @Test
  void oneEntryStandsInTheLineAndSeveralBelow() {
    Message.Builder message =
        Message.of(MessageType.APPEND).from(1).to(3).term(1).logTerm(1).index(10).commit(9);
    assertEquals(
        "1->3 MsgApp Term:1 Log:1/10 Commit:9 Entries:[1/11 EntryNormal \"\"]",
        Describe.message(message.entries(List.of(normal(1, 11, ""))).build()));
    assertEquals(
        """
        1->3 MsgApp Term:1 Log:1/10 Commit:9 Entries:[
          1/11 EntryNormal "a"
          1/12 EntryNormal "b"
        ]\
        """,
        Describe.message(message.entries(List.of(normal(1, 11, "a"), normal(1, 12, "b"))).build()));
  }

  @Test
  void whatGoesToThreadsShowsItsResponses() {
    Message response =
        Message.of(MessageType.APPEND_RESPONSE)
            .from(1)
            .to(2)
            .term(1)
            .index(12)
            .entries(List.of(normal(1, 11, "a"), normal(1, 12, "b")))
            .build();
    Message stored =
        Message.of(MessageType.STORAGE_APPEND_RESPONSE)
            .from(Message.APPEND_THREAD)
            .to(1)
            .term(1)
            .logTerm(1)
            .index(12)
            .snapshot(SNAPSHOT)
            .build();
    assertEquals(
        """
        1->AppendThread MsgStorageAppend Term:1 Log:0/0 Commit:11 Vote:1 \
        Entries:[1/12 EntryNormal "b"] Responses:[
          1->2 MsgAppResp Term:1 Log:0/12 Entries:[
            1/11 EntryNormal "a"
            1/12 EntryNormal "b"
          ]
          AppendThread->1 MsgStorageAppendResp Term:1 Log:1/12
            Snapshot: Index:15 Term:2 ConfState:Voters:[1 2] VotersOutgoing:[1 3] Learners:[4] \
        LearnersNext:[3] AutoLeave:true
        ]\
        """,
        Describe.message(
            Message.of(MessageType.STORAGE_APPEND)
                .from(1)
                .to(Message.APPEND_THREAD)
                .term(1)
                .commit(11)
                .vote(1)
                .entries(List.of(normal(1, 12, "b")))
                .responses(List.of(response, stored))
                .build()));
    assertEquals(
        "ApplyThread->1 MsgStorageApplyResp Term:0 Log:0/0",
        Describe.message(
            Message.of(MessageType.STORAGE_APPLY_RESPONSE)
                .from(Message.APPLY_THREAD)
                .to(1)
                .build()));
  }

  @Test
  void aReadyShowsItsPartsInOrder() {
    Ready ready =
        new Ready(
            new SoftState(2, RaftRole.FOLLOWER),
            new HardState(3, 2, 12),
            List.of(new ReadState(12, new byte[] {7})),
            List.of(normal(3, 12, "a")),
            SNAPSHOT,
            List.of(normal(3, 11, "")),
            List.of(Message.of(MessageType.VOTE).from(1).to(2).term(3).build()),
            true);
    assertEquals(
        """
        Ready MustSync=true:
        Lead:2 State:StateFollower
        HardState Term:3 Vote:2 Commit:12
        ReadStates [{12 [7]}]
        Entries:
        3/12 EntryNormal "a"
        Snapshot Index:15 Term:2 ConfState:Voters:[1 2] VotersOutgoing:[1 3] Learners:[4] \
        LearnersNext:[3] AutoLeave:true
        CommittedEntries:
        3/11 EntryNormal ""
        Messages:
        1->2 MsgVote Term:3 Log:0/0
        """,
        Describe.ready(ready));
  }

  @Test
  void aReadyWithNothingInItSaysSo() {
    assertEquals(
        "<empty Ready>",
        Describe.ready(
            new Ready(
                null, HardState.EMPTY, List.of(), List.of(), null, List.of(), List.of(), false)));
  }
}
