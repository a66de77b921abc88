package io.togglebolt.metrics.registry.internal;

import io.togglebolt.metrics.InvalidMetricException;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What all series of one name share.
 *
 * @param name the name
 * @param help what it tells
 * @param type the type
 * @param labelNames the names of the labels, in the order of the first registration
 * @param bounds the upper bounds of a histogram; empty for the others
 */
record Definition(
    String name, String help, Type type, List<String> labelNames, List<Double> bounds) {

  /** Every bound costs 8 bytes in each stripe of each series, and a line in each scrape. */
  static final int BOUNDS_MAX = 200;

  /** As many numbers of a histogram, its buckets and its sum, count as one series. */
  private static final int NUMBERS_TO_A_SERIES = 16;

  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  /** What the expositions append to a histogram's name. */
  static final List<String> HISTOGRAM_SUFFIXES = List.of("_bucket", "_sum", "_count");

  /**
   * Of a counter or a gauge.
   *
   * @throws InvalidMetricException when something is malformed
   */
  static Definition of(
      @Nullable String name, @Nullable String help, Type type, List<Label> labels) {
    return of(name, help, type, labels, List.of());
  }

  /**
   * As how many series one of them counts against the limit: a histogram with more than 14 bounds
   * takes the room of several.
   */
  int weight() {
    return type == Type.HISTOGRAM ? Math.ceilDiv(bounds.size() + 2, NUMBERS_TO_A_SERIES) : 1;
  }

  /** Of a histogram. */
  static Definition ofHistogram(
      @Nullable String name,
      @Nullable String help,
      double @Nullable [] bounds,
      List<Label> labels) {
    if (bounds == null || bounds.length > BOUNDS_MAX) {
      throw new InvalidMetricException(
          "histogram "
              + name
              + " has "
              + (bounds == null ? "no array of" : bounds.length)
              + " bounds; expected at most "
              + BOUNDS_MAX);
    }
    List<Double> kept = new ArrayList<>(bounds.length);
    for (int i = 0; i < bounds.length; i++) {
      if (!Double.isFinite(bounds[i]) || i > 0 && bounds[i] <= bounds[i - 1]) {
        throw new InvalidMetricException(
            "histogram "
                + name
                + " has bound "
                + bounds[i]
                + (i == 0 ? "" : " after " + bounds[i - 1])
                + "; expected finite bounds that ascend");
      }
      kept.add(bounds[i]);
    }
    return of(name, help, Type.HISTOGRAM, labels, List.copyOf(kept));
  }

  private static Definition of(
      @Nullable String name,
      @Nullable String help,
      Type type,
      List<Label> labels,
      List<Double> bounds) {
    if (name == null || !METRIC.matcher(name).matches()) {
      throw new InvalidMetricException("metric name " + quoted(name) + "; expected " + METRIC);
    }
    if (help == null) {
      throw new InvalidMetricException("metric " + name + " has no help; expected a sentence");
    }
    refuseMalformed("help of metric " + name, help);
    List<String> names = labels.stream().map(Label::name).toList();
    if (type == Type.HISTOGRAM && names.contains("le")) {
      throw new InvalidMetricException(
          "histogram " + name + " has a label \"le\"; expected another name: it is the bounds'");
    }
    return new Definition(name, help, type, names, bounds);
  }

  /**
   * Labels from alternating names and values, after those of the scope.
   *
   * @param of whose labels they are, for messages
   * @throws InvalidMetricException when something is malformed or a name is there twice
   */
  static List<Label> labels(
      @Nullable String of, List<Label> scope, @Nullable String @Nullable [] alternating) {
    if (alternating == null || alternating.length % 2 != 0) {
      throw new InvalidMetricException(
          "labels of "
              + of
              + " are "
              + (alternating == null ? null : List.of(shown(alternating)))
              + "; expected alternating names and values");
    }
    List<Label> labels = new ArrayList<>(scope);
    Set<String> seen = new HashSet<>();
    scope.forEach(label -> seen.add(label.name()));
    for (int i = 0; i < alternating.length; i += 2) {
      String name = alternating[i];
      String value = alternating[i + 1];
      if (name == null || !LABEL.matcher(name).matches() || name.startsWith("__")) {
        throw new InvalidMetricException(
            "label name "
                + quoted(name)
                + " of "
                + of
                + "; expected "
                + LABEL
                + " that does not begin with __");
      }
      if (!seen.add(name)) {
        throw new InvalidMetricException(
            "label " + name + " of " + of + " is there twice; expected it once");
      }
      if (value == null) {
        throw new InvalidMetricException(
            "label " + name + " of " + of + " has no value; expected any text");
      }
      refuseMalformed("value of label " + name + " of " + of, value);
      labels.add(new Label(name, value));
    }
    return List.copyOf(labels);
  }

  /**
   * Half a surrogate pair has no form in UTF-8: in a page it would become a question mark, and two
   * series the same.
   */
  private static void refuseMalformed(String what, String text) {
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw new InvalidMetricException(
            what
                + " has U+"
                + Integer.toHexString(point).toUpperCase(Locale.ROOT)
                + " at index "
                + i
                + ", which is half a surrogate pair; expected both halves");
      }
      i += Character.charCount(point);
    }
  }

  private static String[] shown(@Nullable String[] texts) {
    String[] shown = new String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      shown[i] = String.valueOf(texts[i]);
    }
    return shown;
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "null" : '"' + text + '"';
  }

  @Override
  public String toString() {
    return type
        + " "
        + name
        + " (help \""
        + help
        + "\", labels "
        + labelNames
        + (type == Type.HISTOGRAM ? ", bounds " + bounds : "")
        + ")";
  }
}
