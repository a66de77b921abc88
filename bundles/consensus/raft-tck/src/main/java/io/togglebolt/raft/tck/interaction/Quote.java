package io.togglebolt.raft.tck.interaction;

/** Writes bytes between quotation marks as Go's {@code %q} does. */
final class Quote {
  private Quote() {}

  /** The bytes, read as UTF-8; what is not printable stands there as an escape. */
  static String quote(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length + 2).append('"');
    int at = 0;
    while (at < bytes.length) {
      int length = Utf8.length(bytes, at);
      if (length == 0) {
        text.append(String.format("\\x%02x", bytes[at] & 0xff));
        at++;
      } else {
        append(text, Utf8.codePoint(bytes, at, length));
        at += length;
      }
    }
    return text.append('"').toString();
  }

  private static void append(StringBuilder text, int codePoint) {
    switch (codePoint) {
      case '"', '\\' -> text.append('\\').append((char) codePoint);
      case 7 -> text.append("\\a");
      case '\b' -> text.append("\\b");
      case '\f' -> text.append("\\f");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case 11 -> text.append("\\v");
      default -> appendPlain(text, codePoint);
    }
  }

  private static void appendPlain(StringBuilder text, int codePoint) {
    if (isPrintable(codePoint)) {
      text.appendCodePoint(codePoint);
    } else if (codePoint < ' ' || codePoint == 0x7f) {
      text.append(String.format("\\x%02x", codePoint));
    } else {
      text.append(String.format(codePoint < 0x10000 ? "\\u%04x" : "\\U%08x", codePoint));
    }
  }

  /** Letters, marks, numbers, punctuation, symbols and the blank. */
  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> codePoint == ' ';
      default -> true;
    };
  }

  /** Valid UTF-8 has one form for each code point; everything else is bytes. */
  private static final class Utf8 {
    private Utf8() {}

    /** How many bytes the code point at a place has; 0 when there is none. */
    static int length(byte[] bytes, int at) {
      int first = bytes[at] & 0xff;
      int length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
      if (first > 0xf4 || length == 0 || at + length > bytes.length) {
        return 0;
      }
      for (int i = 1; i < length; i++) {
        if ((bytes[at + i] & 0xc0) != 0x80) {
          return 0;
        }
      }
      int codePoint = codePoint(bytes, at, length);
      boolean shortest = length < 3 || codePoint >= (length == 3 ? 0x800 : 0x10000);
      boolean exists = codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
      return shortest && exists ? length : 0;
    }

    static int codePoint(byte[] bytes, int at, int length) {
      int first = bytes[at] & 0xff;
      int codePoint = length == 1 ? first : first & (0xff >> (length + 1));
      for (int i = 1; i < length; i++) {
        codePoint = codePoint << 6 | (bytes[at + i] & 0x3f);
      }
      return codePoint;
    }
  }
}
