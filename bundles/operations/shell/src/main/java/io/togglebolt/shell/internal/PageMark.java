package io.togglebolt.shell.internal;

import io.togglebolt.storage.Inspection.Use;
import java.util.function.ToLongFunction;

/**
 * What stands for a kind of page. In a cell stands the mark of the kind that most of its pages are,
 * and of two kinds with as many pages the one nearer to the top of this list. A lost page is shown
 * whatever surrounds it, since there should be none.
 */
enum PageMark {
  LEAF(Use.LEAF, "live leaf", 'L', 'l', "32"),
  BRANCH(Use.BRANCH, "live branch", 'B', 'b', "36"),
  META(Use.META, "meta", 'M', 'm', "34"),
  FREELIST(Use.FREELIST, "freelist", 'F', 'f', "35"),
  PENDING(Use.PENDING, "pending", 'P', 'p', "33"),
  FREE(Use.FREE, "free", '.', ':', "90"),
  LOST(Use.LOST, "lost or damaged", '!', '!', "1;31");

  private static final String ESCAPE = "\033[";

  private final Use use;
  private final String label;
  private final char whole;
  private final char mixed;
  private final String colour;

  PageMark(Use use, String label, char whole, char mixed, String colour) {
    this.use = use;
    this.label = label;
    this.whole = whole;
    this.mixed = mixed;
    this.colour = colour;
  }

  Use use() {
    return use;
  }

  /** The kind in words. */
  String label() {
    return label;
  }

  /** The mark of a cell that holds nothing else. */
  char whole() {
    return whole;
  }

  /** The mark of a kind. */
  static PageMark of(Use use) {
    return switch (use) {
      case LEAF -> LEAF;
      case BRANCH -> BRANCH;
      case META -> META;
      case FREELIST -> FREELIST;
      case PENDING -> PENDING;
      case FREE -> FREE;
      case LOST -> LOST;
    };
  }

  /** What stands in a cell, given how many pages of each kind it holds. */
  static char ofCell(ToLongFunction<Use> pages) {
    if (pages.applyAsLong(Use.LOST) > 0) {
      return LOST.whole;
    }
    PageMark most = LEAF;
    int kinds = 0;
    for (PageMark mark : values()) {
      long here = pages.applyAsLong(mark.use);
      kinds += here > 0 ? 1 : 0;
      most = here > pages.applyAsLong(most.use) ? mark : most;
    }
    return kinds == 1 ? most.whole : most.mixed;
  }

  /** A row of marks with the colours of a terminal. */
  static String coloured(String marks) {
    StringBuilder text = new StringBuilder();
    String now = "";
    for (int i = 0; i < marks.length(); i++) {
      String wanted = colourOf(marks.charAt(i));
      if (!wanted.equals(now)) {
        text.append(ESCAPE).append(wanted).append('m');
        now = wanted;
      }
      text.append(marks.charAt(i));
    }
    return text.append(ESCAPE).append("0m").toString();
  }

  private static String colourOf(char mark) {
    for (PageMark each : values()) {
      if (each.whole == mark || each.mixed == mark) {
        return each.colour;
      }
    }
    return "0";
  }
}
