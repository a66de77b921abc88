package io.togglebolt.etcd.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Checks that hold for every codec: bytes that are known, and what happens where they end early.
 */
final class Golden {
  private Golden() {}

  /** The bytes that hexadecimal digits are; blanks between them do not count. */
  static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /**
   * Checks that a value is written as exactly these bytes, that the size is announced rightly, that
   * a buffer with a byte less is refused, and that the bytes are read as the value.
   */
  static <T> void assertBytes(
      T value,
      String hex,
      ToLongFunction<T> sizeOf,
      BiConsumer<T, ByteBuffer> write,
      Function<ByteBuffer, T> read) {
    ByteBuffer target = ByteBuffer.allocate((int) sizeOf.applyAsLong(value));
    write.accept(value, target);
    assertEquals(hex.replace(" ", ""), HexFormat.of().formatHex(target.array()));
    assertEquals(0, target.remaining(), "the size that was announced");
    assertEquals(value, read.apply(target.flip()));
    assertEquals(0, target.remaining(), "read to its end");
    ByteBuffer small = ByteBuffer.allocate(target.capacity() - 1);
    assertThrows(BufferOverflowException.class, () -> write.accept(value, small));
  }

  /**
   * Checks that each beginning of some bytes is either refused as malformed, at a place within it,
   * or is a whole number of fields and thus a message with fewer of them.
   *
   * @return how many beginnings were refused
   */
  static <T> int assertBeginningsReadOrRefused(
      ByteBuffer whole, Function<ByteBuffer, T> read, Function<T, Long> leastSize) {
    int refused = 0;
    for (int length = 0; length < whole.limit(); length++) {
      ByteBuffer beginning = ByteBuffer.wrap(whole.array(), 0, length);
      try {
        T message = read.apply(beginning);
        assertEquals(length, beginning.position(), "read to its end");
        if (leastSize.apply(message) < length) {
          throw new AssertionError("of " + length + " bytes some were lost: " + message);
        }
      } catch (MalformedMessageException malformed) {
        if (malformed.offset() < 0 || malformed.offset() > length) {
          throw new AssertionError("a place outside of " + length + " bytes", malformed);
        }
        refused++;
      }
    }
    return refused;
  }
}
