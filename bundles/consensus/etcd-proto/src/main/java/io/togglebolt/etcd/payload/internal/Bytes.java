package io.togglebolt.etcd.payload.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Bytes for people: as text in quotes where they are printable, else in hexadecimal. */
final class Bytes {
  /** What is longer is cut, so that a line stays one that can be read. */
  private static final int MOST_TEXT_BYTES = 128;

  private static final int MOST_HEX_BYTES = 32;
  private static final int MOST_CONTINUATION_BYTES = 3;

  private Bytes() {}

  static String text(byte[] bytes) {
    byte[] shown = bytes.length > MOST_TEXT_BYTES ? beginning(bytes) : bytes;
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(shown)).toString();
    } catch (CharacterCodingException notText) {
      return hex(bytes);
    }
    if (!text.codePoints().allMatch(Bytes::printable)) {
      return hex(bytes);
    }
    String quoted = "\"" + escaped(text) + "\"";
    return shown.length < bytes.length ? quoted + cut(bytes) : quoted;
  }

  /**
   * Bytes that are one line of printable text, all of them. No message with a field of its own is
   * that, sound or damaged: the tags of requests are no UTF-8, the first field of each begins with
   * a line break.
   */
  static Optional<String> line(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      boolean isLine =
          text.codePoints().allMatch(point -> printable(point) && !Character.isISOControl(point));
      return isLine ? Optional.of(text(bytes)) : Optional.empty();
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  static String quoted(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A word that should need no quotes, and has them where it does. */
  static String word(String text) {
    return text.matches("[A-Za-z0-9_]{1,32}") ? text : quoted(text);
  }

  static String hex(byte[] bytes) {
    int length = Math.min(bytes.length, MOST_HEX_BYTES);
    String digits = "0x" + HexFormat.of().formatHex(bytes, 0, length);
    return length < bytes.length ? digits + cut(bytes) : digits;
  }

  private static String cut(byte[] bytes) {
    return "...(" + bytes.length + " B)";
  }

  /** A cut inside a character would turn text into hexadecimal, so it is made between two. */
  private static byte[] beginning(byte[] bytes) {
    int end = MOST_TEXT_BYTES;
    while (end > MOST_TEXT_BYTES - MOST_CONTINUATION_BYTES && (bytes[end] & 0xC0) == 0x80) {
      end--;
    }
    return Arrays.copyOf(bytes, end);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> escaped.appendCodePoint(point);
              }
            });
    return escaped.toString();
  }

  /**
   * Characters that neither hide nor move what stands around them, and those that have an escape.
   */
  private static boolean printable(int point) {
    if (point == '\n' || point == '\r' || point == '\t') {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
