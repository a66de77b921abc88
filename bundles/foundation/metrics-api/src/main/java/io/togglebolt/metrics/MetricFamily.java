package io.togglebolt.metrics;

import java.util.List;

/**
 * All series of one name, as read at one moment.
 *
 * @param name the name, with its unit and, for counters, {@code _total} where they have it
 * @param help what it tells, in a sentence
 * @param type the type of all samples
 * @param samples one for each series, by the values of their labels
 */
public record MetricFamily(String name, String help, Type type, List<Sample> samples) {

  /** What kind of metric it is. */
  public enum Type {
    /** A value that only rises. */
    COUNTER,
    /** A value that rises and falls. */
    GAUGE,
    /** A distribution. */
    HISTOGRAM
  }

  /**
   * A label of a series.
   *
   * @param name its name
   * @param value its value, any text
   */
  public record Label(String name, String value) {}

  /** One series' value. */
  public sealed interface Sample permits Value, Distribution {
    /** The labels, in the order of their registration. */
    List<Label> labels();
  }

  /**
   * The value of a counter or a gauge.
   *
   * @param labels the labels
   * @param value the value; never NaN
   */
  public record Value(List<Label> labels, double value) implements Sample {
    /** Keeps a copy. */
    public Value {
      labels = List.copyOf(labels);
    }
  }

  /** Keeps a copy. */
  public MetricFamily {
    samples = List.copyOf(samples);
  }
}
