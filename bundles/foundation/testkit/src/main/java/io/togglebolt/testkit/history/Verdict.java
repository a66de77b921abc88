package io.togglebolt.testkit.history;

import java.util.List;

/** What a checker found out about a history. */
public sealed interface Verdict {
  /** Some order of the calls explains every answer. */
  record Linearizable() implements Verdict {}

  /**
   * No order of the calls explains every answer.
   *
   * @param part the part of the object that went wrong
   * @param calls how many calls the shortest prefix holds that no order explains
   * @param lines what happened in it, for people
   */
  record Violation(Object part, int calls, List<String> lines) implements Verdict {
    /** Takes a copy of the lines. */
    public Violation {
      lines = List.copyOf(lines);
    }

    @Override
    public String toString() {
      return String.join(System.lineSeparator(), lines);
    }
  }

  /**
   * The search was given up: UNDECIDED. Neither good nor bad.
   *
   * @param part the first part of the object whose search took too long
   * @param steps how many operations were tried in all
   */
  record Undecided(Object part, long steps) implements Verdict {
    @Override
    public String toString() {
      return "UNDECIDED after " + steps + " steps, at " + part;
    }
  }

  /** Whether some order explains every answer. */
  default boolean isLinearizable() {
    return this instanceof Linearizable;
  }
}
