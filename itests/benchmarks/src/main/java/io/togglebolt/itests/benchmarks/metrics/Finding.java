package io.togglebolt.itests.benchmarks.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was found out.
 *
 * @param title what about
 * @param lines a table, its head first
 * @param verdicts what came of the targets
 * @param json the same and all single figures, to be read by programs
 */
record Finding(
    String title, List<List<String>> lines, List<Verdict> verdicts, Map<String, Object> json) {

  /**
   * What came of a target.
   *
   * @param outcome whether it was reached
   * @param target what was wanted, and of whom
   */
  record Verdict(Outcome outcome, String target) {
    static Verdict of(boolean met, String target) {
      return new Verdict(met ? Outcome.MET : Outcome.MISSED, target);
    }

    String word() {
      return outcome.name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether a target was reached. */
  enum Outcome {
    /** It was. */
    MET,
    /** It was not. */
    MISSED,
    /** The machine had too much else to do. */
    UNDECIDED
  }
}
