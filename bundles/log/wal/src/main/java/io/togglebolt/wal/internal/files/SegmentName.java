package io.togglebolt.wal.internal.files;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a segment's file is called: {@code %016x-%016x.wal}.
 *
 * @param sequence its place among the segments; the first one has 0
 * @param firstIndex the least index that an entry in it may have if nothing is overwritten
 */
public record SegmentName(long sequence, long firstIndex) implements Comparable<SegmentName> {
  private static final int DIGITS = 16;
  private static final String SUFFIX = ".wal";
  private static final int LENGTH = DIGITS + 1 + DIGITS + SUFFIX.length();
  private static final Comparator<SegmentName> ORDER =
      Comparator.comparingLong(SegmentName::sequence).thenComparingLong(SegmentName::firstIndex);

  /** The segment with which a log begins. */
  public static final SegmentName FIRST = new SegmentName(0, 0);

  /** What a name says, or empty when it is not that of a segment. */
  public static Optional<SegmentName> parse(String name) {
    if (name.length() != LENGTH || name.charAt(DIGITS) != '-' || !name.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    for (int i = 0; i <= 2 * DIGITS; i++) {
      if (i != DIGITS && !isLowerHexDigit(name.charAt(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new SegmentName(
            HexFormat.fromHexDigitsToLong(name, 0, DIGITS),
            HexFormat.fromHexDigitsToLong(name, DIGITS + 1, 2 * DIGITS + 1)));
  }

  private static boolean isLowerHexDigit(char digit) {
    return digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f';
  }

  /** The name of the segment behind this one. */
  public SegmentName next(long nextFirstIndex) {
    return new SegmentName(sequence + 1, nextFirstIndex);
  }

  /** The file's name. */
  public String fileName() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(sequence) + '-' + hex.toHexDigits(firstIndex) + SUFFIX;
  }

  @Override
  public int compareTo(SegmentName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return fileName();
  }
}
