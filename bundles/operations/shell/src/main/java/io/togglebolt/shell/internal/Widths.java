package io.togglebolt.shell.internal;

import java.util.List;

/**
 * How wide the columns of names and labels may be, so that the figures beside them have room: a
 * figure that is cut would be read as another one.
 *
 * @param name how wide names may be
 * @param labels how wide labels may be; 0 where there is no room for them at all
 */
record Widths(int name, int labels) {
  /** As wide as need be. */
  static final Widths ANY = new Widths(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private static final String CUT = "..";
  private static final int GAP = 2;

  /** What names and labels are left if that is possible, in characters; the better one first. */
  private static final List<Integer> LEAST = List.of(24, 12);

  /**
   * Fits both into less room than they need. Labels give way before names do, and names no more
   * than they must. Labels that are too long do not make the column wider for all of the others.
   *
   * @param room for both, without the gap between them
   * @param longestName how long the longest name is
   * @param labels how long each series' labels are
   */
  static Widths fitting(int room, int longestName, List<Integer> labels) {
    int longestLabels = labels.stream().mapToInt(Integer::intValue).max().orElse(0);
    for (int least : LEAST) {
      int leastLabels = Math.min(least, longestLabels);
      if (Math.min(least, longestName) + leastLabels <= room) {
        int free = Math.max(leastLabels, room - longestName);
        int used =
            labels.stream().mapToInt(Integer::intValue).filter(l -> l <= free).max().orElse(0);
        int width = Math.max(leastLabels, used);
        return new Widths(Math.min(longestName, room - width), width);
      }
    }
    return new Widths(Math.max(LEAST.getLast(), room + GAP), 0);
  }

  /** Names that begin alike differ in their ends: what is measured, and its unit. */
  String fitName(String text) {
    int excess = length(text) - name;
    return excess <= 0
        ? text
        : CUT + text.substring(text.offsetByCodePoints(0, excess + CUT.length()));
  }

  /** Labels begin with what tells most. */
  String fitLabels(String text) {
    return length(text) <= labels
        ? text
        : text.substring(0, text.offsetByCodePoints(0, labels - CUT.length())) + CUT;
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
