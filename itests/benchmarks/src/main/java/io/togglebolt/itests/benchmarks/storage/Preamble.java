package io.togglebolt.itests.benchmarks.storage;

import io.togglebolt.itests.benchmarks.Machine;
import io.togglebolt.itests.benchmarks.process.GoPrograms;
import java.io.PrintStream;
import java.util.Map;

/** What a reader of the table must know. */
final class Preamble {

  private Preamble() {}

  static void print(
      PrintStream out,
      Machine machine,
      StorageSettings settings,
      Size size,
      Map<String, Map<String, String>> sides) {
    out.println("machine: " + machine);
    sides.forEach(
        (side, words) ->
            out.println(
                "%s: %s, %s; %s"
                    .formatted(
                        side, words.get("version"), words.get("runtime"), words.get("settings"))));
    String missing = System.getProperty(GoPrograms.BBOLT + GoPrograms.MISSING);
    if (missing != null) {
      out.println("bbolt: skipped: " + missing);
    }
    out.printf(
        "medians of %d runs, the sides in turn; each side is a process of its own that has repeated"
            + " the workload for %d ms before (not for memory); a ratio above 1 says that ours is"
            + " better%n",
        settings.runs(), size.warmMillis());
    if (settings.quick()) {
      out.println("tiny sizes: the figures mean nothing");
    }
    out.println();
  }
}
