package io.togglebolt.itests.benchmarks.space;

import java.util.List;
import java.util.Optional;

/** What one of ours should reach. */
sealed interface Goal {

  /** Whether it is reached, or nothing when what it needs was not measured. */
  Optional<Boolean> met(Results results, Table table);

  /** What is wanted, and of whom. */
  String text();

  /** No more than so much. */
  record AtMost(Contender contender, Column column, double limit) implements Goal {
    @Override
    public Optional<Boolean> met(Results results, Table table) {
      return results.figure(contender.name(), column).map(value -> value <= limit);
    }

    @Override
    public String text() {
      return "%s: %s at most %s"
          .formatted(contender.name(), column.title(), column.unit().show(limit));
    }
  }

  /**
   * No other contender of a mode has less, or none at all where the mode is empty. Who could not
   * finish has more than everybody.
   */
  record Fewest(Contender contender, String mode, Column column) implements Goal {
    @Override
    public Optional<Boolean> met(Results results, Table table) {
      List<String> rivals =
          results.contenders().stream()
              .filter(name -> name.endsWith(mode) && !name.equals(contender.name()))
              .toList();
      if (rivals.isEmpty()) {
        return Optional.empty();
      }
      return results
          .figure(contender.name(), column)
          .map(
              least ->
                  rivals.stream()
                      .flatMap(rival -> results.figure(rival, column).stream())
                      .allMatch(value -> least <= value));
    }

    @Override
    public String text() {
      String who = mode.isEmpty() ? "" : " in mode " + mode;
      return "%s: fewest of all%s, %s".formatted(contender.name(), who, column.title());
    }
  }

  /** All columns are the same, give or take. */
  record Flat(Contender contender, double most) implements Goal {
    @Override
    public Optional<Boolean> met(Results results, Table table) {
      List<Double> values =
          table.columns().stream()
              .flatMap(column -> results.figure(contender.name(), column).stream())
              .toList();
      if (values.size() < table.columns().size()) {
        return Optional.empty();
      }
      double least = values.stream().min(Double::compare).orElseThrow();
      double greatest = values.stream().max(Double::compare).orElseThrow();
      return Optional.of(greatest <= most * least);
    }

    @Override
    public String text() {
      return "%s: flat, the greatest at most %.2f times the least"
          .formatted(contender.name(), most);
    }
  }

  /** No more than any of the others that were measured. */
  record NoMoreThan(Contender contender, List<Contender> others, Column column) implements Goal {
    @Override
    public Optional<Boolean> met(Results results, Table table) {
      return others.stream()
          .map(other -> results.ratio(contender.name(), other.name(), column))
          .flatMap(Optional::stream)
          .map(ratio -> ratio <= 1)
          .reduce((one, other) -> one && other);
    }

    @Override
    public String text() {
      return "%s: no more than %s, %s"
          .formatted(
              contender.name(),
              String.join(" or ", others.stream().map(Contender::name).toList()),
              column.title());
    }
  }
}
