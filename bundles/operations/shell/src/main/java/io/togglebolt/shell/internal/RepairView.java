package io.togglebolt.shell.internal;

import io.togglebolt.storage.RepairReport;
import io.togglebolt.storage.RepairReport.Listed;
import java.util.ArrayList;
import java.util.List;

/** What a repair's report looks like. */
final class RepairView {
  private RepairView() {}

  /** The sentences of what was done, then what was lost, then what nobody can vouch for. */
  static String text(RepairReport report) {
    List<String> lines = new ArrayList<>(report.done());
    if (report.lost().isEmpty()) {
      lines.add(
          report.unproven().count() == 0 ? "nothing was lost" : "nothing is known to be lost");
    }
    add(lines, "damaged or missing", "page", report.lost().pages());
    add(lines, "lost", "key", report.lost().keys());
    add(lines, "lost", "bucket", report.lost().buckets());
    add(lines, "cannot be proven for", "place", report.unproven());
    lines.add("result: " + report.result());
    return String.join("\n", lines);
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
