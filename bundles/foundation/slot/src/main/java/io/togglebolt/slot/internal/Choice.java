package io.togglebolt.slot.internal;

import io.togglebolt.slot.Candidate;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who should serve: a pure function of the candidates, the pin and what was set aside. */
final class Choice {
  private Choice() {}

  /**
   * The best usable candidate, or null: one of the pinned name if there is any, otherwise any that
   * may serve for its ranking; the highest ranking of those, and the lowest order of these.
   */
  static <F> @Nullable Candidate<F> best(
      List<Candidate<F>> candidates, @Nullable String pinned, Predicate<String> setAside) {
    return candidates.stream()
        .filter(candidate -> !setAside.test(candidate.key()))
        .filter(candidate -> !candidate.byNameOnly() || candidate.name().equals(pinned))
        .min(preference(pinned))
        .orElse(null);
  }

  /** All candidates, best first; those set aside come last. */
  static <F> List<Candidate<F>> ranked(
      List<Candidate<F>> candidates, @Nullable String pinned, Predicate<String> setAside) {
    Comparator<Candidate<F>> trusted =
        Comparator.comparing(candidate -> setAside.test(candidate.key()));
    return candidates.stream().sorted(trusted.thenComparing(preference(pinned))).toList();
  }

  private static <F> Comparator<Candidate<F>> preference(@Nullable String pinned) {
    Comparator<Candidate<F>> byName =
        Comparator.comparing(candidate -> !candidate.name().equals(pinned));
    Comparator<Candidate<F>> byRanking = Comparator.comparingInt(Candidate::ranking);
    return byName
        .thenComparing(Candidate::byNameOnly)
        .thenComparing(byRanking.reversed())
        .thenComparingLong(Candidate::order)
        .thenComparing(Candidate::key);
  }
}
