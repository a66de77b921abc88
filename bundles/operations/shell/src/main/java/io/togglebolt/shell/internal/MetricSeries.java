package io.togglebolt.shell.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.MetricFamily.Value;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A series as the shell shows it.
 *
 * @param name its metric's name
 * @param type its metric's type
 * @param sample its value
 * @param recent what it grew by since an earlier look; its value where there was none
 * @param perSecond how much that was in a second, for a histogram of observations; NaN where there
 *     was no earlier look, and for gauges
 */
record MetricSeries(String name, Type type, Sample sample, Sample recent, double perSecond) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final int DIGITS = 20;
  private static final Function<MatchResult, String> PADDED =
      number -> "0".repeat(Math.max(0, DIGITS - number.group().length())) + number.group();

  /** Numbers in labels by their size: {@code pages=9-16} stands before {@code pages=129-256}. */
  static final Comparator<MetricSeries> BY_LABELS =
      Comparator.comparing(series -> NUMBER.matcher(series.labels()).replaceAll(PADDED));

  /** A series that was not looked at before. */
  static MetricSeries of(MetricFamily family, Sample sample) {
    return new MetricSeries(family.name(), family.type(), sample, sample, Double.NaN);
  }

  /** What tells it from the other series. */
  record Key(String name, List<Label> labels) {}

  /** What tells it from the other series. */
  Key key() {
    return new Key(name, sample.labels());
  }

  /**
   * With what became of it since an earlier look. One that has less than before was counted anew in
   * between, so that nothing is known of that time.
   */
  MetricSeries since(Sample earlier, double seconds) {
    Sample grown =
        switch (sample) {
          case Distribution now when earlier instanceof Distribution before -> {
            boolean goesOn = now.count() >= before.count() && sameBounds(now, before);
            yield goesOn ? now.since(before) : now;
          }
          case Value now when earlier instanceof Value before && now.value() >= before.value() ->
              new Value(now.labels(), now.value() - before.value());
          case Distribution now -> now;
          case Value now -> now;
        };
    double rate = grown == sample || type == Type.GAUGE ? Double.NaN : amount(grown) / seconds;
    return new MetricSeries(name, type, sample, grown, rate);
  }

  private static boolean sameBounds(Distribution one, Distribution other) {
    return bounds(one).equals(bounds(other));
  }

  private static List<Double> bounds(Distribution distribution) {
    return distribution.buckets().stream().map(Distribution.Bucket::upperBound).toList();
  }

  private static double amount(Sample sample) {
    return switch (sample) {
      case Distribution distribution -> distribution.count();
      case Value value -> value.value();
    };
  }

  MetricUnit unit() {
    return MetricUnit.of(name);
  }

  /** The value, or how many observations there were. */
  double amount() {
    return amount(sample);
  }

  /** The labels in words. */
  String labels() {
    return sample.labels().stream().map(MetricSeries::shown).collect(Collectors.joining(", "));
  }

  /** A label as it is typed in a pattern, too. */
  static String shown(Label label) {
    String value = label.value();
    return label.name()
        + "="
        + (value.isEmpty() ? "" : Text.show(value.getBytes(StandardCharsets.UTF_8)));
  }
}
