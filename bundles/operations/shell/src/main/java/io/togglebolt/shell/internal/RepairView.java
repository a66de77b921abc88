package io.togglebolt.shell.internal;

import io.togglebolt.storage.RepairReport;
import io.togglebolt.storage.RepairReport.Listed;
import io.togglebolt.storage.RepairReport.Losses;
import java.util.ArrayList;
import java.util.List;

/** What a repair's report looks like. */
final class RepairView {
  private RepairView() {}

  /**
   * The sentences of what was done, then what was lost, then what nobody can vouch for; the last
   * line is for scripts.
   */
  static String text(RepairReport report) {
    List<String> lines = new ArrayList<>(report.done());
    add(lines, "damaged or missing", "page", report.lost().pages());
    add(lines, "lost", "key", report.lost().keys());
    add(lines, "lost", "bucket", report.lost().buckets());
    add(lines, "unproven in", "place", report.unproven());
    lines.add("result: " + report.result());
    lines.add("lost: " + lost(report));
    return String.join("\n", lines);
  }

  /** The last line, for scripts: {@code nothing} when that is sure. */
  private static String lost(RepairReport report) {
    Losses lost = report.lost();
    if (lost.isEmpty()) {
      return report.unproven().count() == 0 ? "nothing" : "nothing known, see what is unproven";
    }
    return Units.count(lost.pages().count(), "page")
        + ", "
        + Units.count(lost.keys().count(), "key")
        + ", "
        + Units.count(lost.buckets().count(), "bucket");
  }

  private static void add(List<String> lines, String what, String noun, Listed listed) {
    if (listed.count() == 0) {
      return;
    }
    lines.add(what + " " + Units.count(listed.count(), noun) + ":");
    listed.first().forEach(one -> lines.add("  " + one));
    if (listed.count() > listed.first().size()) {
      lines.add("  and " + (listed.count() - listed.first().size()) + " more");
    }
  }
}
