package io.togglebolt.shell.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.Distribution.Bucket;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.MetricFamily.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Series as tables, one for each type.
 *
 * @param series what is shown, by name
 * @param raw whether numbers are shown with all their digits and in the unit that the name says
 * @param rates whether it is shown how fast counts grow; the mean and the quantiles of a histogram
 *     are then those of the observations since the look before
 * @param columns how wide it may be, at the expense of labels and names; 0 for any width
 * @param note a line above, or nothing
 */
record ShownMetrics(
    List<MetricSeries> series, boolean raw, boolean rates, int columns, String note) {
  private static final String NOTHING = "-";
  private static final String LABELS = "labels";

  /** A table, and whether names or labels in it are shortened. */
  private record Table(String text, boolean shortened) {
    int width() {
      return text.lines().mapToInt(Widths::length).max().orElse(0);
    }
  }

  /** As lines. */
  String text() {
    List<Table> tables = new ArrayList<>();
    table(tables, Type.HISTOGRAM, this::histograms);
    table(tables, Type.COUNTER, this::counters);
    table(tables, Type.GAUGE, widths -> values("gauge", widths));
    List<String> parts = new ArrayList<>();
    String notes = notes(tables);
    if (!notes.isEmpty()) {
      parts.add(notes);
    }
    tables.forEach(table -> parts.add(table.text()));
    if (tables.isEmpty()) {
      parts.add("there is no series to show");
    }
    return String.join("\n\n", parts);
  }

  /** They stand above the tables, so that a terminal that is not high enough shows them, too. */
  private String notes(List<Table> tables) {
    String cut = "";
    if (tables.stream().anyMatch(table -> columns > 0 && table.width() >= columns)) {
      cut = columns + " columns are too few: figures at the right are missing or on the next line";
    } else if (tables.stream().anyMatch(Table::shortened)) {
      cut = "shortened (..) to fit " + columns + " columns; metrics:show | cat shows all";
    }
    return Stream.of(note, cut).filter(each -> !each.isEmpty()).collect(Collectors.joining("\n"));
  }

  private void table(
      List<Table> tables, Type type, Function<Widths, Columns<MetricSeries>> columnsFor) {
    List<MetricSeries> rows = series.stream().filter(each -> each.type() == type).toList();
    if (rows.isEmpty()) {
      return;
    }
    Table whole = new Table(columnsFor.apply(Widths.ANY).table(rows), false);
    int excess = whole.width() + 1 - columns;
    if (columns == 0 || excess <= 0) {
      tables.add(whole);
      return;
    }
    int names = rows.stream().mapToInt(each -> Widths.length(each.name())).max().orElse(0);
    List<Integer> labels =
        Stream.concat(Stream.of(LABELS), rows.stream().map(MetricSeries::labels))
            .map(Widths::length)
            .toList();
    int room = names + Collections.max(labels) - excess;
    Widths widths = Widths.fitting(room, names, labels);
    tables.add(new Table(columnsFor.apply(widths).table(rows), true));
  }

  private Columns<MetricSeries> values(String head, Widths widths) {
    return named(head, widths).number("value", each -> shown(each, each.amount()));
  }

  private Columns<MetricSeries> counters(Widths widths) {
    Columns<MetricSeries> values = values("counter", widths);
    return rates ? values.number("per second", this::rate) : values;
  }

  private Columns<MetricSeries> histograms(Widths widths) {
    Columns<MetricSeries> counts =
        named("histogram", widths).number("count", each -> MetricUnit.exact(each.amount()));
    Columns<MetricSeries> rated = rates ? counts.number("per second", this::rate) : counts;
    Columns<MetricSeries> summed =
        raw ? rated.number("sum", each -> of(each, each.sample(), Distribution::sum)) : rated;
    return summed
        .number("mean", each -> of(each, each.recent(), Distribution::mean))
        .number("p50", each -> quantile(each, 0.5))
        .number("p90", each -> quantile(each, 0.9))
        .number("p99", each -> quantile(each, 0.99));
  }

  private static Columns<MetricSeries> named(String head, Widths widths) {
    Columns<MetricSeries> names =
        Columns.<MetricSeries>orElse("").text(head, each -> widths.fitName(each.name()));
    return widths.labels() == 0
        ? names
        : names.text(LABELS, each -> widths.fitLabels(each.labels()));
  }

  private String rate(MetricSeries each) {
    if (raw) {
      return MetricUnit.exact(each.perSecond());
    }
    MetricUnit unit = each.type() == Type.HISTOGRAM ? MetricUnit.COUNT : each.unit();
    return unit.showRate(each.perSecond());
  }

  private String shown(MetricSeries each, double value) {
    return raw ? MetricUnit.exact(value) : each.unit().show(value);
  }

  private String of(MetricSeries each, Sample sample, ToDoubleFunction<Distribution> figure) {
    return switch (sample) {
      case Distribution distribution when distribution.count() > 0 ->
          shown(each, figure.applyAsDouble(distribution));
      case Distribution nothingObserved -> NOTHING;
      case Value noHistogram -> NOTHING;
    };
  }

  /** Of what lies beyond the first or the last bound nothing is known but that. */
  private String quantile(MetricSeries each, double share) {
    return switch (each.recent()) {
      case Distribution seen when seen.count() > 0 && seen.buckets().size() > 1 -> {
        double rank = share * seen.count();
        Bucket first = seen.buckets().getFirst();
        if (rank <= first.count()) {
          yield "<" + shown(each, first.upperBound());
        }
        boolean above = rank > seen.buckets().get(seen.buckets().size() - 2).count();
        yield (above ? ">" : "") + shown(each, seen.quantile(share));
      }
      case Distribution oneBucketOrNothing -> NOTHING;
      case Value noHistogram -> NOTHING;
    };
  }
}
