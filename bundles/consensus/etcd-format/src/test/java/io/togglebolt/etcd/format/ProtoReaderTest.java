package io.togglebolt.etcd.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ProtoReaderTest {

  private static ProtoReader reader(String hex) {
    return new ProtoReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private static void assertMalformed(String hex, int offset, String problem) {
    ProtoReader reader = reader(hex);
    MalformedMessageException thrown =
        assertThrows(
            MalformedMessageException.class,
            () -> {
              while (reader.hasMore()) {
                reader.skip(reader.tag());
              }
            });
    assertEquals(offset, thrown.offset(), thrown.getMessage());
    assertTrue(thrown.getMessage().contains(problem), thrown.getMessage());
    assertTrue(thrown.getMessage().contains("byte " + offset), thrown.getMessage());
  }

  @Test
  void numbersAreReadAsTheyWereWritten() {
    Seeds.check(
        1,
        5_000,
        random -> {
          long number = random.next() >>> random.below(64);
          ByteBuffer buffer =
              random.chance(1, 2) ? ByteBuffer.allocate(32) : ByteBuffer.allocateDirect(32);
          ProtoWriter.varintField(9, number, buffer);
          assertEquals(ProtoWriter.sizeOfVarintField(number), buffer.position());
          ProtoReader reader = new ProtoReader(buffer.flip());
          int tag = reader.tag();
          assertEquals(9, ProtoReader.field(tag));
          assertEquals(number, reader.number(tag));
          assertFalse(reader.hasMore());
          assertEquals(0, buffer.position(), "the buffer's own position is not used");
        });
  }

  @Test
  void sizesOfNumbersAreExactAtEveryPowerOfTwo() {
    for (int bits = 0; bits < 64; bits++) {
      for (long number : new long[] {(1L << bits) - 1, 1L << bits}) {
        ByteBuffer buffer = ByteBuffer.allocate(10);
        ProtoWriter.varint(number, buffer);
        assertEquals(buffer.position(), ProtoWriter.sizeOfVarint(number), Long.toHexString(number));
      }
    }
    assertEquals(10, ProtoWriter.sizeOfVarint(-1));
  }

  @Test
  void unknownFieldsOfEveryTypeArePassed() {
    ProtoReader reader =
        reader(
            "30 ac02" // a number
                + "31 0102030405060708" // eight bytes
                + "32 03 616263" // three bytes with a length
                + "33 08 01 3b 12 01 07 3c 34" // a group with a number and a group in it
                + "35 01020304" // four bytes
                + "08 2a");
    int passed = 0;
    int tag = reader.tag();
    while (ProtoReader.field(tag) != 1) {
      reader.skip(tag);
      tag = reader.tag();
      passed++;
    }
    assertEquals(5, passed);
    assertEquals(42, reader.number(tag));
    assertFalse(reader.hasMore());
  }

  @Test
  void groupsMayBeNestedAsDeepAsTheyLike() {
    // Whoever follows them by recursion runs out of stack.
    byte[] deep = new byte[2_000_000];
    for (int i = 0; i < deep.length; i++) {
      deep[i] = (byte) (i < deep.length / 2 ? 0x33 : 0x34);
    }
    ProtoReader reader = new ProtoReader(ByteBuffer.wrap(deep));
    reader.skip(reader.tag());
    assertFalse(reader.hasMore());
  }

  @Test
  void anEmbeddedMessageEndsWhereItsLengthSays() {
    ProtoReader reader = reader("0a 02 08 05 10 06");
    int outer = reader.enter(reader.tag());
    assertEquals(5, reader.number(reader.tag()));
    assertFalse(reader.hasMore());
    reader.leave(outer);
    assertEquals(6, reader.number(reader.tag()));
  }

  @Test
  void whatIsMalformedIsNamedWithItsPlace() {
    assertMalformed("08", 1, "cut off");
    assertMalformed("08 80", 1, "cut off");
    assertMalformed("08 80 80 80 80 80 80 80 80 80 02", 1, "longer than 64 bits");
    assertMalformed("08 80 80 80 80 80 80 80 80 80 80 01", 1, "longer than 64 bits");
    assertMalformed("08 01 0e", 2, "wire type 6");
    assertMalformed("08 01 0f", 2, "wire type 7");
    assertMalformed("00 01", 0, "field number 0");
    assertMalformed("80 80 80 80 80 01 00", 0, "field number");
    assertMalformed("0a 05 01 02", 1, "5 bytes long; expected at most the 2");
    assertMalformed("0a ff ff ff ff ff ff ff ff ff 01 02", 1, "18446744073709551615 bytes long");
    assertMalformed("0a 80 80 80 80 80 80 80 80 01 02", 1, "72057594037927936 bytes long");
    assertMalformed("09 01 02", 1, "8 bytes long; expected at most the 2");
    assertMalformed("0d 01 02", 1, "4 bytes long; expected at most the 2");
    assertMalformed("0c", 1, "never began");
    assertMalformed("0b 08 01", 3, "cut off");
  }

  @Test
  void aFieldOfAnotherTypeIsRefused() {
    ProtoReader number = reader("0a 00");
    MalformedMessageException thrown =
        assertThrows(MalformedMessageException.class, () -> number.number(number.tag()));
    assertTrue(
        thrown.getMessage().contains("field 1 is of wire type 2; expected 0"), thrown.getMessage());
    ProtoReader bytes = reader("08 00");
    assertThrows(MalformedMessageException.class, () -> bytes.bytes(bytes.tag()));
    ProtoReader wide = reader("08 80 80 80 80 10");
    MalformedMessageException tooWide =
        assertThrows(MalformedMessageException.class, () -> wide.number32(wide.tag()));
    assertTrue(tooWide.getMessage().contains("4294967296; expected 32 bits"), tooWide.getMessage());
  }

  @Test
  void bytesAreCopied() {
    ProtoReader reader = reader("22 03 010203");
    assertArrayEquals(new byte[] {1, 2, 3}, reader.bytes(reader.tag()));
    assertFalse(reader.hasMore());
  }

  @Test
  void aRangeOutsideTheBufferIsNoRange() {
    ProtoReader reader = reader("08 01");
    ByteBuffer buffer = ByteBuffer.allocate(4);
    assertThrows(IndexOutOfBoundsException.class, () -> reader.reset(buffer, 0, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> reader.reset(buffer, 3, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> reader.advance(3));
  }
}
