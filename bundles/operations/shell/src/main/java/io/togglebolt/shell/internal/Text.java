package io.togglebolt.shell.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * How bytes are written for people and read back: as text where that is unmistakable, else as
 * {@code 0x} and two hexadecimal digits a byte. What is shown can always be typed again and means
 * the same bytes.
 */
final class Text {
  private static final String HEX = "0x";

  private Text() {}

  /**
   * Bytes as people read them. Text that could be taken for the hexadecimal form, or whose blanks
   * at an end nobody would see, is shown in hexadecimal itself, and so is no byte at all.
   */
  static String show(byte[] bytes) {
    if (bytes.length == 0) {
      return HEX;
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      return hex(bytes);
    }
    boolean mistakable = text.startsWith(HEX) || !text.equals(text.strip());
    return mistakable || !text.codePoints().allMatch(Text::printable) ? hex(bytes) : text;
  }

  /** Bytes in the hexadecimal form, whatever they are. */
  static String hex(byte[] bytes) {
    return HEX + HexFormat.of().formatHex(bytes);
  }

  /**
   * The bytes that people meant.
   *
   * @throws CommandException when it begins with {@code 0x} and is not hexadecimal after that
   */
  static byte[] parse(String shown) {
    if (!shown.startsWith(HEX)) {
      return shown.getBytes(StandardCharsets.UTF_8);
    }
    String digits = shown.substring(HEX.length());
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException notHex) {
      throw new CommandException(
          "'"
              + shown
              + "' begins with 0x and is not hexadecimal: expected pairs of the digits 0 to 9 and a"
              + " to f; text that begins with 0x is written in hexadecimal, too",
          notHex);
    }
  }

  /**
   * Whether a character can be shown without moving the cursor, hiding, or turning the text around.
   */
  private static boolean printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
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
