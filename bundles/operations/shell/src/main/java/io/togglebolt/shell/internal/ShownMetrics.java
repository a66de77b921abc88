package io.togglebolt.shell.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.MetricFamily.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/**
 * Series as tables, one for each type.
 *
 * @param series what is shown, by name
 * @param raw whether numbers are shown with all their digits and in the unit that the name says
 * @param rates whether it is shown how fast counts grow; the mean and the quantiles of a histogram
 *     are then those of the observations since the look before
 * @param columns how wide it may be, at the expense of the names; 0 for any width
 * @param note a line beneath, or nothing
 */
record ShownMetrics(
    List<MetricSeries> series, boolean raw, boolean rates, int columns, String note) {
  private static final String NOTHING = "-";
  private static final String CUT = "..";
  private static final int LEAST_NAME = 24;

  /** As lines. */
  String text() {
    List<String> parts = new ArrayList<>();
    table(parts, Type.HISTOGRAM, this::histograms);
    table(parts, Type.COUNTER, this::counters);
    table(parts, Type.GAUGE, nameWidth -> values("gauge", nameWidth));
    if (parts.isEmpty()) {
      parts.add("there is no series to show");
    }
    if (!note.isEmpty()) {
      parts.add(note);
    }
    return String.join("\n\n", parts);
  }

  private void table(List<String> parts, Type type, IntFunction<Columns<MetricSeries>> head) {
    List<MetricSeries> rows = series.stream().filter(each -> each.type() == type).toList();
    if (rows.isEmpty()) {
      return;
    }
    String table = head.apply(Integer.MAX_VALUE).table(rows);
    int excess = table.lines().mapToInt(String::length).max().orElse(0) + 1 - columns;
    if (columns > 0 && excess > 0) {
      int longest = rows.stream().mapToInt(each -> each.name().length()).max().orElse(0);
      table = head.apply(Math.max(LEAST_NAME, longest - excess)).table(rows);
    }
    parts.add(table);
  }

  private Columns<MetricSeries> values(String head, int nameWidth) {
    return named(head, nameWidth).number("value", each -> shown(each, each.amount()));
  }

  private Columns<MetricSeries> counters(int nameWidth) {
    Columns<MetricSeries> values = values("counter", nameWidth);
    return rates ? values.number("per second", this::rate) : values;
  }

  private Columns<MetricSeries> histograms(int nameWidth) {
    Columns<MetricSeries> counts =
        named("histogram", nameWidth).number("count", each -> MetricUnit.exact(each.amount()));
    Columns<MetricSeries> rated = rates ? counts.number("per second", this::rate) : counts;
    Columns<MetricSeries> summed =
        raw ? rated.number("sum", each -> of(each, each.sample(), Distribution::sum)) : rated;
    return summed
        .number("mean", each -> of(each, each.recent(), Distribution::mean))
        .number("p50", each -> quantile(each, 0.5))
        .number("p90", each -> quantile(each, 0.9))
        .number("p99", each -> quantile(each, 0.99));
  }

  private static Columns<MetricSeries> named(String head, int width) {
    return Columns.<MetricSeries>orElse("")
        .text(head, each -> cut(each.name(), width))
        .text("labels", MetricSeries::labels);
  }

  /** Names that begin alike differ in their ends: what is measured, and its unit. */
  private static String cut(String name, int width) {
    return name.length() <= width
        ? name
        : CUT + name.substring(name.length() - width + CUT.length());
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

  /** Of what lies above the last bound nothing is known but that. */
  private String quantile(MetricSeries each, double share) {
    String shown = of(each, each.recent(), distribution -> distribution.quantile(share));
    boolean above =
        each.recent() instanceof Distribution distribution
            && distribution.count() > 0
            && distribution.buckets().size() > 1
            && share * distribution.count()
                > distribution.buckets().get(distribution.buckets().size() - 2).count();
    return above ? ">" + shown : shown;
  }
}
