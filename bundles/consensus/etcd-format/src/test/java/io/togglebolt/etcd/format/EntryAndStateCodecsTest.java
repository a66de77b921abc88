package io.togglebolt.etcd.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.testkit.Seeds;
import io.togglebolt.testkit.SplitMix64;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Entries, hard states and configurations, byte for byte and as whatever may come instead. */
class EntryAndStateCodecsTest {

  private static void assertEntry(Entry entry, String hex) {
    Golden.assertBytes(entry, hex, EntryCodec::sizeOf, EntryCodec::write, EntryCodec::read);
  }

  private static void assertState(HardState state, String hex) {
    Golden.assertBytes(
        state, hex, HardStateCodec::sizeOf, HardStateCodec::write, HardStateCodec::read);
  }

  private static void assertConf(ConfState state, String hex) {
    Golden.assertBytes(
        state, hex, ConfStateCodec::sizeOf, ConfStateCodec::write, ConfStateCodec::read);
  }

  @Test
  void zerosAreWrittenAndEmptyDataAreNot() {
    assertEntry(Entry.of(0, 0, new byte[0]), "0800 1000 1800");
    assertEntry(Entry.of(1, 300, new byte[] {7}), "0800 1001 18ac02 220107");
    assertEntry(
        new Entry(EntryType.CONF_CHANGE_V2, -1, 1, new byte[0]),
        "0802 10ffffffffffffffffff01 1801");
    assertState(HardState.EMPTY, "0800 1000 1800");
    assertState(new HardState(1, Long.MIN_VALUE, 128), "0801 1080808080808080808001 188001");
    assertConf(ConfState.ofVoters(), "2800");
  }

  @Test
  void listsAreNotPacked() {
    assertConf(
        new ConfState(List.of(1L, 300L), List.of(3L), List.of(4L, 5L), List.of(6L), true),
        "0801 08ac02 1003 1804 1805 2006 2801");
  }

  @Test
  void packedListsAreRead() {
    assertEquals(
        new ConfState(List.of(9L, 1L, 300L), List.of(3L), List.of(), List.of(), false),
        ConfStateCodec.read(Golden.bytes("0809 0a03 01ac02 1a00 1003")));
  }

  @Test
  void missingFieldsAreZeroAndUnknownOnesArePassed() {
    assertEquals(Entry.of(0, 0, new byte[0]), EntryCodec.read(Golden.bytes("")));
    assertEquals(HardState.EMPTY, HardStateCodec.read(Golden.bytes("")));
    assertEquals(ConfState.ofVoters(), ConfStateCodec.read(Golden.bytes("")));
    assertEquals(
        Entry.of(4, 5, new byte[] {1}),
        EntryCodec.read(Golden.bytes("1805 2a0101 220101 1004 31 0000000000000000")));
    assertEquals(new HardState(1, 2, 3), HardStateCodec.read(Golden.bytes("2007 1803 1002 0801")));
  }

  @Test
  void anEntryWithExplicitlyEmptyDataIsRead() {
    assertEquals(Entry.of(1, 1, new byte[0]), EntryCodec.read(Golden.bytes("0800 1001 1801 2200")));
  }

  @Test
  void anEntryTypeThatIsNoneIsRefused() {
    for (String type : List.of("03", "ffffffffffffffffff01", "808080808001")) {
      MalformedMessageException thrown =
          assertThrows(
              MalformedMessageException.class, () -> EntryCodec.read(Golden.bytes("08" + type)));
      assertTrue(thrown.getMessage().contains("expected 0, 1 or 2"), thrown.getMessage());
    }
  }

  private static List<Long> members(SplitMix64 random) {
    List<Long> members = new ArrayList<>();
    for (int i = random.below(4); i > 0; i--) {
      members.add(random.next() >>> random.below(64));
    }
    return members;
  }

  @Test
  void whatIsWrittenIsRead() {
    Seeds.check(
        1,
        2_000,
        random -> {
          ByteBuffer buffer =
              random.chance(1, 2) ? ByteBuffer.allocate(1_000) : ByteBuffer.allocateDirect(1_000);
          Entry entry =
              new Entry(
                  random.choice(EntryType.values()),
                  random.next() >>> random.below(64),
                  random.next() >>> random.below(64),
                  random.bytes(random.below(400)));
          EntryCodec.write(entry, buffer);
          assertEquals(EntryCodec.sizeOf(entry), buffer.position());
          assertEquals(entry, EntryCodec.read(buffer.flip()));
          buffer.clear();
          ConfState state =
              new ConfState(
                  members(random),
                  members(random),
                  members(random),
                  members(random),
                  random.chance(1, 2));
          ConfStateCodec.write(state, buffer);
          assertEquals(ConfStateCodec.sizeOf(state), buffer.position());
          assertEquals(state, ConfStateCodec.read(buffer.flip()));
        });
  }

  @Test
  void hostileBytesAreAMessageOrMalformedAndNothingElse() {
    int[] outcomes = new int[2];
    Seeds.check(
        3,
        50_000,
        random -> {
          byte[] hostile = random.bytes(random.below(40));
          // Small bytes make tags and lengths that mean something.
          for (int i = 0; i < hostile.length; i++) {
            if (random.chance(2, 3)) {
              hostile[i] &= 0x3F;
            }
          }
          List<Function<ByteBuffer, ?>> codecs =
              List.of(EntryCodec::read, HardStateCodec::read, ConfStateCodec::read);
          for (Function<ByteBuffer, ?> codec : codecs) {
            try {
              codec.apply(ByteBuffer.wrap(hostile));
              outcomes[0]++;
            } catch (MalformedMessageException malformed) {
              outcomes[1]++;
            }
          }
        });
    assertTrue(outcomes[0] > 1_000 && outcomes[1] > 1_000, outcomes[0] + " and " + outcomes[1]);
  }
}
