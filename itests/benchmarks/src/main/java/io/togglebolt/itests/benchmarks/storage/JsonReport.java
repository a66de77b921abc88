package io.togglebolt.itests.benchmarks.storage;

import io.togglebolt.itests.benchmarks.Machine;
import io.togglebolt.itests.benchmarks.process.MeasuredJvm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same figures to be read by programs, with every single run. */
final class JsonReport {
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final List<Object> rows = new ArrayList<>();

  JsonReport(
      Machine machine,
      StorageSettings settings,
      Size size,
      Map<String, Map<String, String>> sides) {
    json.put("suite", StorageSuite.NAME);
    json.put("machine", machine.toJson());
    Map<String, Object> chosen = new LinkedHashMap<>();
    chosen.put("runs", settings.runs());
    chosen.put("quick", settings.quick());
    chosen.put("keys", size.keys());
    chosen.put("runMillis", size.millis());
    chosen.put("warmMillis", size.warmMillis());
    chosen.put("jvmFlags", MeasuredJvm.FLAGS);
    json.put("settings", chosen);
    json.put("sides", sides);
    json.put("rows", rows);
  }

  void row(Workload workload, Size size, Row row, Map<Target, Boolean> verdicts) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("workload", workload.name());
    written.put("title", row.figure().title());
    written.put("unit", row.figure().unit().symbol());
    written.put("moreIsBetter", row.figure().unit().moreIsBetter());
    written.put("request", size.into(workload.request()));
    Map<String, Object> sides = new LinkedHashMap<>();
    row.runs().keySet().forEach(side -> sides.put(side, side(row, side)));
    written.put("sides", sides);
    Map<String, Object> targets = new LinkedHashMap<>();
    verdicts.forEach((target, met) -> targets.put(target.text(), met ? "met" : "missed"));
    written.put("targets", targets);
    rows.add(written);
  }

  void failure(Workload workload, String reason) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("workload", workload.name());
    written.put("failed", reason);
    rows.add(written);
  }

  private static Map<String, Object> side(Row row, String side) {
    Map<String, Object> written = new LinkedHashMap<>();
    row.median(side).ifPresent(median -> written.put("median", median));
    if (!side.equals(Side.OURS)) {
      row.ratio(side).ifPresent(ratio -> written.put("ratio", ratio));
    }
    written.put("values", row.values(side));
    written.put("runs", row.runs().getOrDefault(side, List.of()));
    return written;
  }

  Map<String, Object> toJson() {
    return json;
  }
}
