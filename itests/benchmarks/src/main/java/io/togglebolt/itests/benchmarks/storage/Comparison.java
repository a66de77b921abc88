package io.togglebolt.itests.benchmarks.storage;

import io.togglebolt.itests.benchmarks.process.SideProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs workloads on all sides, turn by turn, so that what the machine does else hits them alike.
 */
final class Comparison {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final List<Side> sides;
  private final Size size;
  private final int runs;
  private final Path scratch;

  Comparison(List<Side> sides, Size size, int runs, Path scratch) {
    this.sides = sides;
    this.size = size;
    this.runs = runs;
    this.scratch = scratch;
  }

  /** What each side says of itself. */
  Map<String, Map<String, String>> introductions(Workload any)
      throws IOException, InterruptedException {
    Map<String, Map<String, String>> introductions = new LinkedHashMap<>();
    for (Side side : sides) {
      try (SideProcess process = start(side, any)) {
        introductions.put(side.name(), process.ask("hello"));
      }
    }
    return introductions;
  }

  /** Has each side make the file that workloads read. */
  void load(Workload any) throws IOException, InterruptedException {
    for (Side side : sides) {
      try (SideProcess process = start(side, any)) {
        process.measure("load keys=" + size.keys());
      }
    }
  }

  /** Measures a workload; a row for each of its figures. */
  List<Row> measure(Workload workload) throws IOException, InterruptedException {
    List<Side> measured = workload.kind().oursAlone() ? sides.subList(0, 1) : sides;
    Map<String, List<Map<String, Long>>> answers = new LinkedHashMap<>();
    measured.forEach(side -> answers.put(side.name(), new ArrayList<>()));
    if (workload.kind().warmed()) {
      measureWarmed(workload, measured, answers);
    } else {
      measureFresh(workload, measured, answers);
    }
    return workload.figures().stream().map(figure -> new Row(figure, answers)).toList();
  }

  private void measureWarmed(
      Workload workload, List<Side> measured, Map<String, List<Map<String, Long>>> answers)
      throws IOException, InterruptedException {
    String request = size.into(workload.request());
    List<SideProcess> processes = new ArrayList<>();
    try {
      for (Side side : measured) {
        SideProcess process = start(side, workload);
        processes.add(process);
        warm(process, request);
      }
      for (int run = 0; run < runs; run++) {
        for (int i = 0; i < processes.size(); i++) {
          answers.get(measured.get(i).name()).add(processes.get(i).measure(request));
        }
      }
    } finally {
      for (SideProcess process : processes) {
        process.close();
      }
    }
  }

  private void warm(SideProcess process, String request) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    do {
      process.measure(request);
    } while (System.nanoTime() - begin < size.warmMillis() * 1_000_000L);
  }

  private void measureFresh(
      Workload workload, List<Side> measured, Map<String, List<Map<String, Long>>> answers)
      throws IOException, InterruptedException {
    for (int run = 0; run < runs; run++) {
      for (Side side : measured) {
        try (SideProcess process = start(side, workload)) {
          answers.get(side.name()).add(process.measure(size.into(workload.request())));
        }
      }
    }
  }

  private SideProcess start(Side side, Workload workload) throws IOException {
    Path folder = scratch.resolve(side.name());
    return new SideProcess(side.name(), side.launch().command(workload, folder), folder, PATIENCE);
  }
}
