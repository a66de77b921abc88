package io.togglebolt.itests.benchmarks.metrics;

import io.togglebolt.itests.benchmarks.experiment.Experiment;
import io.togglebolt.itests.benchmarks.experiment.Finding;
import io.togglebolt.itests.benchmarks.experiment.Finding.Verdict;
import io.togglebolt.itests.benchmarks.experiment.Laboratory;
import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What it costs to record, by one thread and by two at once into the same instrument, beside what
 * one would write by hand. Each recorder has a JVM of its own, and they take turns.
 *
 * @param name the kind of instrument
 * @param title what one operation is
 * @param recorders who records; the first two are ours
 * @param mostNanos what an operation of ours may take while two threads contend
 */
record InstrumentExperiment(String name, String title, List<String> recorders, int mostNanos)
    implements Experiment {
  private static final int OURS = 2;

  /** A byte in so many operations is what the JVM itself may allocate beside them. */
  private static final double NO_BYTES = 0.001;

  @Override
  public List<Finding> run(Laboratory laboratory) throws IOException, InterruptedException {
    Map<String, Recordings> results = new LinkedHashMap<>();
    recorders.forEach(recorder -> results.put(recorder, new Recordings()));
    for (int run = 0; run < laboratory.runs(); run++) {
      laboratory.tell(name, run);
      run(laboratory, results);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    results.forEach((recorder, recordings) -> json.put(recorder, recordings.toJson()));
    return List.of(new Finding(name + ": " + title, lines(results), verdicts(results), json));
  }

  private void run(Laboratory laboratory, Map<String, Recordings> results)
      throws IOException, InterruptedException {
    Map<String, SideProcess> processes = new LinkedHashMap<>();
    try {
      for (String recorder : recorders) {
        processes.put(recorder, laboratory.start(name + " by " + recorder));
      }
      warm(laboratory, processes);
      for (int round = 0; round < laboratory.sized(5, 1); round++) {
        measure(laboratory, processes, round % 2 == 0 ? recorders : recorders.reversed(), results);
      }
    } finally {
      for (SideProcess process : processes.values()) {
        process.close();
      }
    }
  }

  private void warm(Laboratory laboratory, Map<String, SideProcess> processes)
      throws IOException, InterruptedException {
    int millis = laboratory.sized(250, 20);
    for (Map.Entry<String, SideProcess> process : processes.entrySet()) {
      for (Contention contention : Contention.values()) {
        process.getValue().measure(contention.request(name, process.getKey(), millis));
      }
    }
  }

  private void measure(
      Laboratory laboratory,
      Map<String, SideProcess> processes,
      List<String> order,
      Map<String, Recordings> results)
      throws IOException, InterruptedException {
    int millis = laboratory.sized(100, 10);
    for (Contention contention : Contention.values()) {
      for (String recorder : order) {
        String request = contention.request(name, recorder, millis);
        results.get(recorder).add(contention, processes.get(recorder).measure(request));
      }
    }
  }

  private static List<List<String>> lines(Map<String, Recordings> results) {
    List<String> head = new ArrayList<>(List.of(""));
    for (Contention contention : Contention.values()) {
      head.addAll(List.of(contention.title(), "middle half"));
    }
    head.add("bytes each");
    List<List<String>> lines = new ArrayList<>(List.of(head));
    results.forEach(
        (recorder, recordings) -> {
          List<String> line = new ArrayList<>(List.of(recorder));
          line.addAll(recordings.words());
          lines.add(line);
        });
    return lines;
  }

  private List<Verdict> verdicts(Map<String, Recordings> results) {
    List<Verdict> verdicts = new ArrayList<>();
    for (String recorder : recorders.subList(0, OURS)) {
      Recordings recordings = results.get(recorder);
      verdicts.add(
          Verdict.of(
              recordings.contended() <= mostNanos,
              "%s: %s at most %d ns with two threads contending, in one place too"
                  .formatted(recorder, title, mostNanos)));
      verdicts.add(
          Verdict.of(recordings.bytesEach() < NO_BYTES, recorder + ": nothing is allocated"));
    }
    return verdicts;
  }
}
