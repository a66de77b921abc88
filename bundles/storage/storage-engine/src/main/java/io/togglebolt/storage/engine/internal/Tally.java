package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.RepairReport;
import java.util.ArrayList;
import java.util.List;

/** Counts things and keeps the first of them in words. */
final class Tally {
  private final List<String> first = new ArrayList<>();
  private final List<Long> pages = new ArrayList<>();
  private long count;

  /** One more. */
  void add(String words) {
    if (first.size() < RepairReport.MAX_LISTED) {
      first.add(words);
    }
    count++;
  }

  /** One more page and what is to say about it. */
  void addPage(long page, String words) {
    if (pages.size() < RepairReport.MAX_LISTED) {
      pages.add(page);
    }
    String name = "page " + Long.toUnsignedString(page);
    add(words.startsWith(name + ":") ? words : name + ": " + words);
  }

  /** A number with its noun, in the plural unless it is one. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  long count() {
    return count;
  }

  /** The first pages that were added. */
  List<Long> pages() {
    return pages;
  }

  RepairReport.Listed listed() {
    return new RepairReport.Listed(count, first);
  }

  /** The first few in one line. */
  String few() {
    String some = String.join("; ", first.subList(0, Math.min(3, first.size())));
    return count > 3 ? some + "; and " + (count - 3) + " more" : some;
  }
}
