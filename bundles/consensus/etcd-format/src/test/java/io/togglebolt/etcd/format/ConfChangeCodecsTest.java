package io.togglebolt.etcd.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeSingle;
import io.togglebolt.raft.ConfChangeTransition;
import io.togglebolt.raft.ConfChangeType;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Changes of a cluster in both encodings. The bytes were made by etcd 3.4. */
class ConfChangeCodecsTest {
  private static final byte[] NONE = {};
  private static final String FULL = "08ac02 1003 18ffffffffffffffffff01 2203 637478";
  private static final String FULL_V2 =
      "0802 1204 08001004 120d 080110ffffffffffffffffff01 1204 08021000 1a03 776879";

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void assertChange(ConfChange change, String hex) {
    Golden.assertBytes(
        change, hex, ConfChangeCodec::sizeOf, ConfChangeCodec::write, ConfChangeCodec::read);
    assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(ConfChangeCodec.encode(change)));
    assertEquals(change, ConfChangeCodec.decode(Golden.bytes(hex).array()));
  }

  private static void assertChange(ConfChangeV2 change, String hex) {
    Golden.assertBytes(
        change, hex, ConfChangeV2Codec::sizeOf, ConfChangeV2Codec::write, ConfChangeV2Codec::read);
    assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(ConfChangeV2Codec.encode(change)));
    assertEquals(change, ConfChangeV2Codec.decode(Golden.bytes(hex).array()));
  }

  @Test
  void theOlderEncodingIsEtcds() {
    assertChange(new ConfChange(0, ConfChangeType.ADD_NODE, 0, NONE), "0800 1000 1800");
    assertChange(new ConfChange(300, ConfChangeType.ADD_LEARNER_NODE, -1, text("ctx")), FULL);
    assertChange(
        new ConfChange(-1, ConfChangeType.REMOVE_NODE, 128, NONE),
        "08ffffffffffffffffff01 1001 188001");
  }

  @Test
  void theNewerEncodingIsEtcds() {
    assertChange(ConfChangeV2.LEAVE_JOINT, "0800");
    assertChange(
        new ConfChangeV2(
            ConfChangeTransition.JOINT_EXPLICIT,
            List.of(
                new ConfChangeSingle(ConfChangeType.ADD_NODE, 4),
                new ConfChangeSingle(ConfChangeType.REMOVE_NODE, -1),
                new ConfChangeSingle(ConfChangeType.UPDATE_NODE, 0)),
            text("why")),
        FULL_V2);
    assertChange(
        new ConfChangeV2(
            ConfChangeTransition.AUTO,
            List.of(new ConfChangeSingle(ConfChangeType.ADD_LEARNER_NODE, 300)),
            NONE),
        "0800 1205 080310ac02");
    assertChange(
        new ConfChangeV2(ConfChangeTransition.JOINT_IMPLICIT, List.of(), new byte[] {7}),
        "0801 1a0107");
  }

  @Test
  void noBytesAddMemberZeroOrLeaveAJointConfiguration() {
    assertEquals(new ConfChange(0, ConfChangeType.ADD_NODE, 0, NONE), ConfChangeCodec.decode(NONE));
    assertEquals(ConfChangeV2.LEAVE_JOINT, ConfChangeV2Codec.decode(NONE));
    assertTrue(ConfChangeV2Codec.decode(NONE).leavesJoint());
  }

  @Test
  void unknownFieldsAreSkippedInEitherEncodingAndInEachChange() {
    assertEquals(
        new ConfChange(1, ConfChangeType.UPDATE_NODE, 2, NONE),
        ConfChangeCodec.decode(
            Golden.bytes("2a0101 1802 31 0000000000000000 1002 33 0801 34 0801").array()));
    assertEquals(
        new ConfChangeV2(
            ConfChangeTransition.AUTO,
            List.of(new ConfChangeSingle(ConfChangeType.REMOVE_NODE, 9)),
            NONE),
        ConfChangeV2Codec.decode(Golden.bytes("2002 120c 1a0107 0801 25 01020304 1009").array()));
  }

  @Test
  void aNumberThatStandsForNothingIsRefused() {
    assertRefused(ConfChangeCodec::decode, "1004", "change type 4 is none; expected 0 to 3");
    assertRefused(
        ConfChangeCodec::decode,
        "10ffffffffffffffffff01",
        "change type 18446744073709551615 is none; expected 0 to 3");
    assertRefused(ConfChangeV2Codec::decode, "1202 0804", "at byte 4: the change type 4 is none");
    assertRefused(ConfChangeV2Codec::decode, "0803", "transition 3 is none; expected 0, 1 or 2");
    assertRefused(ConfChangeV2Codec::decode, "0880808080 10", "transition 4294967296 is none");
  }

  private static void assertRefused(Function<byte[], ?> decode, String hex, String problem) {
    byte[] bytes = Golden.bytes(hex).array();
    MalformedMessageException thrown =
        assertThrows(MalformedMessageException.class, () -> decode.apply(bytes));
    assertTrue(thrown.getMessage().contains(problem), thrown.getMessage());
  }

  @Test
  void whatIsCutOffIsRefused() {
    // Four fields: cut between two of them it is a shorter message, anywhere else it is none.
    assertEquals(
        Golden.bytes(FULL).limit() - 4,
        Golden.assertBeginningsReadOrRefused(
            Golden.bytes(FULL), ConfChangeCodec::read, ConfChangeCodec::sizeOf));
    assertEquals(
        Golden.bytes(FULL_V2).limit() - 5,
        Golden.assertBeginningsReadOrRefused(
            Golden.bytes(FULL_V2), ConfChangeV2Codec::read, ConfChangeV2Codec::sizeOf));
  }

  private static ConfChangeV2 randomChange(SplitMix64 random) {
    List<ConfChangeSingle> changes = new ArrayList<>();
    for (int i = random.below(5); i > 0; i--) {
      changes.add(
          new ConfChangeSingle(
              random.choice(ConfChangeType.values()), random.next() >>> random.below(64)));
    }
    return new ConfChangeV2(
        random.choice(ConfChangeTransition.values()), changes, random.bytes(random.below(200)));
  }

  @Test
  void whatIsWrittenIsRead() {
    Seeds.check(
        7,
        2_000,
        random -> {
          ConfChange change =
              new ConfChange(
                  random.next() >>> random.below(64),
                  random.choice(ConfChangeType.values()),
                  random.next() >>> random.below(64),
                  random.bytes(random.below(200)));
          assertEquals(change, ConfChangeCodec.decode(ConfChangeCodec.encode(change)));
          ConfChangeV2 changes = randomChange(random);
          byte[] bytes = ConfChangeV2Codec.encode(changes);
          assertEquals(changes, ConfChangeV2Codec.decode(bytes));
          ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length);
          ConfChangeV2Codec.write(changes, direct);
          byte[] copied = new byte[bytes.length];
          direct.flip().get(copied);
          assertArrayEquals(bytes, copied);
        });
  }
}
