package io.togglebolt.itests.benchmarks.metrics.side;

import io.togglebolt.itests.benchmarks.side.Conversation;
import io.togglebolt.itests.benchmarks.side.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The measured JVM: {@code MetricsSideMain FOLDER}. */
public final class MetricsSideMain {

  private MetricsSideMain() {}

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    InstrumentLoops instruments = new InstrumentLoops();
    try (ScrapeLoops scrapes = new ScrapeLoops()) {
      Conversation.hold(line -> answer(Request.parse(line), instruments, scrapes, folder));
    }
  }

  static Map<String, ?> answer(
      Request request, InstrumentLoops instruments, ScrapeLoops scrapes, Path folder)
      throws Exception {
    return switch (request.kind()) {
      case "hello" -> Map.of("runtime", "JDK " + Runtime.version());
      case "counter" -> instruments.count(request);
      case "histogram" -> instruments.observe(request);
      case "scrape" -> scrapes.run(request);
      case "race" -> DatabaseRace.run(folder, request);
      default -> throw new IllegalArgumentException("request " + request.kind() + " is unknown");
    };
  }
}
