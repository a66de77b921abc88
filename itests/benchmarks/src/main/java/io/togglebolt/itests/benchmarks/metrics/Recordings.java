package io.togglebolt.itests.benchmarks.metrics;

import io.togglebolt.itests.benchmarks.experiment.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a recorder answered. */
final class Recordings {
  private final Map<Contention, List<Double>> nanos = new EnumMap<>(Contention.class);
  private long operations;
  private long bytes;

  /** Adds an answer: how long a thread was busy with one operation, as it sees it. */
  void add(Contention contention, Map<String, Long> answer) {
    long done = answer.get("operations");
    nanos
        .computeIfAbsent(contention, any -> new ArrayList<>())
        .add(answer.get("nanos") * (double) contention.threads() / done);
    operations += done;
    bytes += answer.get("bytes");
  }

  Spread spread(Contention contention) {
    return Spread.of(nanos.getOrDefault(contention, List.of()));
  }

  /** What an operation takes while threads contend, wherever they meet. */
  double contended() {
    return Math.max(spread(Contention.USUAL).median(), spread(Contention.WORST).median());
  }

  double bytesEach() {
    return bytes / (double) operations;
  }

  /** The words of its line. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    for (Contention contention : Contention.values()) {
      Spread spread = spread(contention);
      words.add(String.format(Locale.ROOT, "%.1f ns", spread.median()));
      words.add(String.format(Locale.ROOT, "%.1f-%.1f", spread.lower(), spread.upper()));
    }
    words.add(String.format(Locale.ROOT, "%.3f", bytesEach()));
    return words;
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Contention contention : Contention.values()) {
      Map<String, Object> figures = spread(contention).toJson();
      figures.put("nanosEach", nanos.getOrDefault(contention, List.of()));
      json.put(contention.title(), figures);
    }
    json.put("bytesEach", bytesEach());
    return json;
  }
}
