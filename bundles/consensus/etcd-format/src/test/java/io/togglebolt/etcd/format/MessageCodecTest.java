package io.togglebolt.etcd.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Messages and snapshots. The bytes were made by etcd 3.4; those of a message differ from what is
 * written today in exactly two fields, which {@link #today} states.
 */
class MessageCodecTest {
  private static final byte[] NONE = {};
  private static final ConfState JOINT =
      new ConfState(List.of(1L, 300L), List.of(3L), List.of(-1L), List.of(5L), true);
  private static final Snapshot SNAPSHOT =
      new Snapshot(new SnapshotMetadata(JOINT, 128, 2), text("state"));
  private static final List<Entry> ENTRIES =
      List.of(
          Entry.of(2, 300, text("put")), new Entry(EntryType.CONF_CHANGE_V2, 3, 301, new byte[0]));

  private static final String CONF = "0801 08ac02 1003 18ffffffffffffffffff01 2005 2801";
  private static final String SNAPSHOT_BYTES = "0a05 7374617465 121d 0a16" + CONF + "108001 1802";
  private static final String ENTRY_BYTES = "3a0c 08001002 18ac02 2203707574 3a07 08021003 18ad02";

  /** The field by which etcd 3.4 says that there is no snapshot. */
  private static final String NO_SNAPSHOT = "4a0a 1208 0a022800 1000 1800";

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What etcd 3.4 wrote without an empty snapshot and with the vote, which is 0. */
  private static String today(String before) {
    return before.replace(NO_SNAPSHOT, "") + "6800";
  }

  private static void assertMessage(Message message, String before) {
    String hex = today(before);
    Golden.assertBytes(message, hex, MessageCodec::sizeOf, MessageCodec::write, MessageCodec::read);
    assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(MessageCodec.encode(message)));
    assertEquals(message, MessageCodec.decode(Golden.bytes(hex).array()));
    assertEquals(message, MessageCodec.read(Golden.bytes(before)), "as an old member writes it");
  }

  private static void assertSnapshot(Snapshot snapshot, String hex) {
    Golden.assertBytes(
        snapshot, hex, SnapshotCodec::sizeOf, SnapshotCodec::write, SnapshotCodec::read);
  }

  private static void assertMetadata(SnapshotMetadata metadata, String hex) {
    Golden.assertBytes(
        metadata,
        hex,
        SnapshotMetadataCodec::sizeOf,
        SnapshotMetadataCodec::write,
        SnapshotMetadataCodec::read);
  }

  @Test
  void snapshotsAndTheirMetadataAreEtcds() {
    assertMetadata(new SnapshotMetadata(ConfState.ofVoters(), 0, 0), "0a022800 1000 1800");
    assertMetadata(
        new SnapshotMetadata(JOINT, -1, 200), "0a16" + CONF + "10ffffffffffffffffff01 18c801");
    assertSnapshot(
        new Snapshot(new SnapshotMetadata(ConfState.ofVoters(), 0, 0), NONE),
        "1208 0a022800 1000 1800");
    assertSnapshot(SNAPSHOT, SNAPSHOT_BYTES);
  }

  @Test
  void aMessageOfNothingHasItsNumbersOnly() {
    Message empty = Message.of(MessageType.HUP).build();
    assertMessage(empty, "0800 1000 1800 2000 2800 3000 4000" + NO_SNAPSHOT + "5000 5800");
    assertEquals(20, MessageCodec.sizeOf(empty));
    assertEquals(empty, MessageCodec.decode(NONE));
  }

  @Test
  void messagesBetweenMembersAreEtcds() {
    assertMessage(
        Message.of(MessageType.APPEND)
            .to(2)
            .from(1)
            .term(3)
            .logTerm(2)
            .index(299)
            .entries(ENTRIES)
            .commit(298)
            .build(),
        "0803 1002 1801 2003 2802 30ab02" + ENTRY_BYTES + "40aa02" + NO_SNAPSHOT + "5000 5800");
    assertMessage(
        Message.of(MessageType.APPEND_RESPONSE)
            .to(1)
            .from(-1)
            .term(3)
            .logTerm(2)
            .index(299)
            .reject(true)
            .rejectHint(128)
            .build(),
        "0804 1001 18ffffffffffffffffff01 2003 2802 30ab02 4000" + NO_SNAPSHOT + "5001 588001");
    assertMessage(
        Message.of(MessageType.HEARTBEAT)
            .to(2)
            .from(1)
            .term(3)
            .commit(9)
            .context(text("read"))
            .build(),
        "0808 1002 1801 2003 2800 3000 4009" + NO_SNAPSHOT + "5000 5800 6204 72656164");
    assertMessage(
        Message.of(MessageType.SNAPSHOT).to(2).from(1).term(3).snapshot(SNAPSHOT).build(),
        "0807 1002 1801 2003 2800 3000 4000 4a26" + SNAPSHOT_BYTES + "5000 5800");
  }

  private static Message everyField() {
    return Message.of(MessageType.PRE_VOTE_RESPONSE)
        .to(-1)
        .from(Long.MIN_VALUE)
        .term(-1)
        .logTerm(127)
        .index(128)
        .entries(ENTRIES)
        .commit(16_384)
        .snapshot(new Snapshot(new SnapshotMetadata(ConfState.ofVoters(1L), 1, 1), new byte[] {0}))
        .reject(true)
        .rejectHint(-1)
        .context(text("CampaignPreElection"))
        .build();
  }

  private static final String EVERY_FIELD =
      "0812 10ffffffffffffffffff01 1880808080808080808001 20ffffffffffffffffff01 287f 308001"
          + ENTRY_BYTES
          + "40808001 4a0f 0a0100 120a 0a0408012800 1001 1801 5001 58ffffffffffffffffff01"
          + "6213 43616d706169676e507265456c656374696f6e";

  @Test
  void aMessageWithEveryOldFieldIsEtcds() {
    assertMessage(everyField(), EVERY_FIELD);
  }

  @Test
  void theVoteAndTheResponsesComeLast() {
    Message response =
        Message.of(MessageType.STORAGE_APPEND_RESPONSE).to(1).from(Message.APPEND_THREAD).build();
    Message append =
        Message.of(MessageType.STORAGE_APPEND)
            .to(Message.APPEND_THREAD)
            .from(1)
            .term(2)
            .vote(-1)
            .responses(List.of(response, Message.of(MessageType.VOTE_RESPONSE).to(3).build()))
            .build();
    Golden.assertBytes(
        append,
        "0813 10ffffffffffffffffff01 1801 2002 2800 3000 4000 5000 5800 68ffffffffffffffffff01"
            + "721d 0814 1001 18ffffffffffffffffff01 2000 2800 3000 4000 5000 5800 6800"
            + "7214 0806 1003 1800 2000 2800 3000 4000 5000 5800 6800",
        MessageCodec::sizeOf,
        MessageCodec::write,
        MessageCodec::read);
  }

  @Test
  void unknownFieldsAreSkippedWhereverTheyAre() {
    Message message =
        MessageCodec.read(
            Golden.bytes(
                "7801 80027f 3a05 2a0101 1805"
                    + "4a0d 1a0101 1208 22020000 10071802"
                    + "7208 0806 f203 0101 1004 0803"));
    assertEquals(
        Message.of(MessageType.APPEND)
            .entries(List.of(Entry.of(0, 5, NONE)))
            .snapshot(new Snapshot(new SnapshotMetadata(ConfState.ofVoters(), 7, 2), NONE))
            .responses(List.of(Message.of(MessageType.VOTE_RESPONSE).to(4).build()))
            .build(),
        message);
  }

  @Test
  void aSnapshotOfNothingIsNone() {
    assertNull(MessageCodec.read(Golden.bytes("0803" + NO_SNAPSHOT)).snapshot());
    assertNull(MessageCodec.read(Golden.bytes("0803 4a00")).snapshot());
    assertEquals(
        SNAPSHOT, MessageCodec.read(Golden.bytes("0807 4a26" + SNAPSHOT_BYTES)).snapshot());
  }

  @Test
  void aMessageTypeThatIsNoneIsRefused() {
    for (String type : List.of("18", "ffffffffffffffffff01", "808080808001")) {
      MalformedMessageException thrown =
          assertThrows(
              MalformedMessageException.class,
              () -> MessageCodec.read(Golden.bytes("1001 08" + type)));
      assertTrue(thrown.getMessage().contains("expected 0 to 23"), thrown.getMessage());
    }
    assertEquals(MessageType.FORGET_LEADER, MessageCodec.read(Golden.bytes("0817")).type());
  }

  private static byte[] nested(int depth) {
    Message message = Message.of(MessageType.HUP).build();
    for (int i = 0; i < depth; i++) {
      message = Message.of(MessageType.STORAGE_APPEND).responses(List.of(message)).build();
    }
    return MessageCodec.encode(message);
  }

  @Test
  void messagesLieOnlySoDeepWithinEachOther() {
    Message deepest = MessageCodec.decode(nested(MessageCodec.MAX_DEPTH));
    assertEquals(1, deepest.responses().size());
    byte[] deeper = nested(MessageCodec.MAX_DEPTH + 1);
    MalformedMessageException thrown =
        assertThrows(MalformedMessageException.class, () -> MessageCodec.decode(deeper));
    assertTrue(thrown.getMessage().contains("9 deep"), thrown.getMessage());
  }

  @Test
  void whatIsCutOffIsRefused() {
    ByteBuffer whole = Golden.bytes(today(EVERY_FIELD));
    // Fourteen fields with the two entries: cut between two of them it is a shorter message.
    assertEquals(
        whole.limit() - 14,
        Golden.assertBeginningsReadOrRefused(whole, MessageCodec::read, MessageCodec::sizeOf));
    assertEquals(
        Golden.bytes(SNAPSHOT_BYTES).limit() - 2,
        Golden.assertBeginningsReadOrRefused(
            Golden.bytes(SNAPSHOT_BYTES), SnapshotCodec::read, SnapshotCodec::sizeOf));
  }

  private static long number(SplitMix64 random) {
    return random.next() >>> random.below(64);
  }

  private static Message randomMessage(SplitMix64 random, int depth) {
    List<Entry> entries = new ArrayList<>();
    for (int i = random.below(4); i > 0; i--) {
      entries.add(
          new Entry(
              random.choice(EntryType.values()),
              number(random),
              number(random),
              random.bytes(random.below(200))));
    }
    List<Message> responses = new ArrayList<>();
    for (int i = depth == 0 ? 0 : random.below(3); i > 0; i--) {
      responses.add(randomMessage(random, depth - 1));
    }
    ConfState state = new ConfState(List.of(number(random)), List.of(), List.of(), List.of(), true);
    return Message.of(random.choice(MessageType.values()))
        .to(number(random))
        .from(number(random))
        .term(number(random))
        .logTerm(number(random))
        .index(number(random))
        .entries(entries)
        .commit(number(random))
        .vote(number(random))
        .snapshot(
            random.chance(1, 2)
                ? null
                : new Snapshot(
                    new SnapshotMetadata(state, number(random), number(random)),
                    random.bytes(random.below(200))))
        .reject(random.chance(1, 2))
        .rejectHint(number(random))
        .context(random.bytes(random.below(20)))
        .responses(responses)
        .build();
  }

  @Test
  void whatIsWrittenIsRead() {
    Seeds.check(
        11,
        1_000,
        random -> {
          Message message = randomMessage(random, 2);
          byte[] bytes = MessageCodec.encode(message);
          assertEquals(bytes.length, MessageCodec.sizeOf(message));
          assertEquals(message, MessageCodec.decode(bytes));
          ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 7).position(7);
          MessageCodec.write(message, direct);
          assertEquals(message, MessageCodec.read(direct.position(7)));
          assertEquals(direct.limit(), direct.position());
        });
  }

  @Test
  void aFlippedByteIsAMessageOrMalformedAndNothingElse() {
    int[] outcomes = new int[2];
    Seeds.check(
        13,
        5_000,
        random -> {
          byte[] bytes = MessageCodec.encode(randomMessage(random, 1));
          for (int i = 1 + random.below(3); i > 0; i--) {
            bytes[random.below(bytes.length)] = (byte) random.next();
          }
          try {
            MessageCodec.decode(bytes);
            outcomes[0]++;
          } catch (MalformedMessageException malformed) {
            outcomes[1]++;
          }
        });
    assertTrue(outcomes[0] > 100 && outcomes[1] > 100, outcomes[0] + " and " + outcomes[1]);
  }
}
