package io.togglebolt.metrics.log.internal;

/** A database's name as a part of a line: short, and without what would break the line. */
final class DatabaseName {
  static final int MOST_CHARS = 40;
  private static final String CUT = "...";

  private DatabaseName() {}

  /** Of a long name the end is kept, which is where paths differ. */
  static String shown(String name) {
    // Control characters, and the separators that some readers take for the end of a line.
    String plain = name.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
    if (plain.length() <= MOST_CHARS) {
      return plain;
    }
    return CUT + plain.substring(plain.length() - (MOST_CHARS - CUT.length()));
  }
}
