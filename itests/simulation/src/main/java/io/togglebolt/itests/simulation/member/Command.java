package io.togglebolt.itests.simulation.member;

import io.togglebolt.testkit.history.KeyValueModel.Append;
import io.togglebolt.testkit.history.KeyValueModel.CompareAndSet;
import io.togglebolt.testkit.history.KeyValueModel.Delete;
import io.togglebolt.testkit.history.KeyValueModel.Get;
import io.togglebolt.testkit.history.KeyValueModel.Operation;
import io.togglebolt.testkit.history.KeyValueModel.Put;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks the cluster to do, once, however often it is proposed.
 *
 * @param session the client's session; one command at a time
 * @param number of the command in the session, from 1; a retry has the same
 * @param operation what to do; no read
 */
public record Command(long session, long number, Operation operation) {
  private static final int HEAD_BYTES = 2 * Long.BYTES + 1;

  /** The command as the data of an entry. */
  public byte[] encode() {
    return switch (operation) {
      case Put put -> encode(0, put.key(), put.value(), null);
      case Delete delete -> encode(1, delete.key(), null, null);
      case CompareAndSet swap -> encode(2, swap.key(), swap.value(), swap.expected());
      case Append append -> encode(3, append.key(), append.value(), null);
      case Get get -> throw new IllegalArgumentException("a read is not proposed: " + get);
    };
  }

  private byte[] encode(int kind, String key, @Nullable String value, @Nullable String expected) {
    byte[][] strings = {bytes(key), bytes(value), bytes(expected)};
    int size = HEAD_BYTES;
    for (byte[] string : strings) {
      size += Integer.BYTES + string.length;
    }
    ByteBuffer buffer = ByteBuffer.allocate(size).putLong(session).putLong(number).put((byte) kind);
    String[] given = {key, value, expected};
    for (int i = 0; i < strings.length; i++) {
      buffer.putInt(given[i] == null ? -1 : strings[i].length).put(strings[i]);
    }
    return buffer.array();
  }

  private static byte[] bytes(@Nullable String string) {
    return string == null ? new byte[0] : string.getBytes(StandardCharsets.UTF_8);
  }

  /** The command that an entry holds. */
  public static Command decode(byte[] data) {
    ByteBuffer buffer = ByteBuffer.wrap(data);
    long session = buffer.getLong();
    long number = buffer.getLong();
    int kind = buffer.get();
    String key = require(string(buffer));
    @Nullable String value = string(buffer);
    @Nullable String expected = string(buffer);
    Operation operation =
        switch (kind) {
          case 0 -> new Put(key, require(value));
          case 1 -> new Delete(key);
          case 2 -> new CompareAndSet(key, expected, require(value));
          case 3 -> new Append(key, require(value));
          default -> throw new IllegalArgumentException("command kind " + kind + " is none");
        };
    return new Command(session, number, operation);
  }

  private static String require(@Nullable String string) {
    if (string == null) {
      throw new IllegalArgumentException("a string is missing");
    }
    return string;
  }

  private static @Nullable String string(ByteBuffer buffer) {
    int length = buffer.getInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
