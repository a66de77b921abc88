package io.togglebolt.itests.benchmarks.space;

import io.togglebolt.itests.benchmarks.Machine;
import io.togglebolt.itests.benchmarks.process.MeasuredJvm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same figures to be read by programs, with every single run. */
final class SpaceJson {
  private final Map<String, Object> json = new LinkedHashMap<>();
  private final List<Object> tables = new ArrayList<>();

  SpaceJson(
      Machine machine, SpaceSettings settings, Map<String, Map<String, String>> introductions) {
    json.put("suite", SpaceSuite.NAME);
    json.put("machine", machine.toJson());
    Map<String, Object> chosen = new LinkedHashMap<>();
    chosen.put("runs", settings.runs());
    chosen.put("quick", settings.quick());
    chosen.put("jvmFlags", MeasuredJvm.FLAGS);
    json.put("settings", chosen);
    json.put("stores", introductions);
    json.put("tables", tables);
  }

  void table(Scenario scenario, Table table, Results results) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("scenario", scenario.name());
    written.put("title", table.title());
    written.put("requests", scenario.rounds().stream().map(Round::request).toList());
    Map<String, Object> contenders = new LinkedHashMap<>();
    for (Contender contender : scenario.contenders()) {
      if (!results.of(contender.name()).isEmpty()) {
        contenders.put(contender.name(), row(contender, table, results));
      }
    }
    written.put("contenders", contenders);
    Map<String, Object> targets = new LinkedHashMap<>();
    for (Goal goal : table.goals()) {
      goal.met(results, table).ifPresent(met -> targets.put(goal.text(), met ? "met" : "missed"));
    }
    written.put("targets", targets);
    tables.add(written);
  }

  private static Map<String, Object> row(Contender contender, Table table, Results results) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("settings", contender.settings());
    Map<String, Object> figures = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      results
          .figure(contender.name(), column)
          .ifPresent(figure -> figures.put(column.title(), figure));
    }
    row.put("figures", figures);
    results
        .ratio(contender.name(), results.contenders().getFirst(), table.last())
        .ifPresent(ratio -> row.put("ratio", ratio));
    row.put("runs", results.of(contender.name()));
    return row;
  }

  void failures(Scenario scenario, List<String> failures) {
    for (String failure : failures) {
      Map<String, Object> written = new LinkedHashMap<>();
      written.put("scenario", scenario.name());
      written.put("failed", failure);
      tables.add(written);
    }
  }

  Map<String, Object> toJson() {
    return json;
  }
}
