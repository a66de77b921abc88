package io.togglebolt.itests.benchmarks.experiment;

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
public record Finding(
    String title, List<List<String>> lines, List<Verdict> verdicts, Map<String, Object> json) {

  /** The same, of figures that mean nothing: they reach no target and miss none. */
  Finding unjudged() {
    List<Verdict> open =
        verdicts.stream()
            .map(verdict -> new Verdict(Outcome.NOT_JUDGED, verdict.target()))
            .toList();
    return new Finding(title, lines, open, json);
  }

  /**
   * What came of a target.
   *
   * @param outcome whether it was reached
   * @param target what was wanted, and of whom
   */
  public record Verdict(Outcome outcome, String target) {
    /** Met or missed. */
    public static Verdict of(boolean met, String target) {
      return new Verdict(met ? Outcome.MET : Outcome.MISSED, target);
    }

    /**
     * Met when the median is surely not less than so much, missed when it surely is, and undecided
     * where the machine did too much else to say.
     */
    public static Verdict atLeast(double least, Spread spread, String target) {
      Outcome outcome =
          spread.confidentLow() >= least
              ? Outcome.MET
              : spread.confidentHigh() < least ? Outcome.MISSED : Outcome.UNDECIDED;
      return new Verdict(outcome, target);
    }

    /** The outcome in the report. */
    String word() {
      return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Whether a target was reached. */
  public enum Outcome {
    /** It was. */
    MET,
    /** It was not. */
    MISSED,
    /** The machine had too much else to do. */
    UNDECIDED,
    /** The sizes were too small to say anything. */
    NOT_JUDGED
  }
}
