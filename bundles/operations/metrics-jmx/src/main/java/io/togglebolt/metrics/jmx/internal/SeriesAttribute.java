package io.togglebolt.metrics.jmx.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.management.ImmutableDescriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.openmbean.OpenMBeanAttributeInfoSupport;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * What can be asked of a series.
 *
 * @param name as consoles show it
 * @param type of its value; open, so that no console needs classes of ours
 * @param help what it tells beside the metric's own help
 * @param of takes it from the sample
 */
record SeriesAttribute(
    String name, OpenType<?> type, String help, Function<MetricFamily.Sample, Object> of) {

  private static final List<SeriesAttribute> OF_VALUES =
      List.of(
          new SeriesAttribute(
              "Value",
              SimpleType.DOUBLE,
              "The value as of now.",
              sample -> ((MetricFamily.Value) sample).value()));

  private static final List<SeriesAttribute> OF_DISTRIBUTIONS =
      List.of(
          of("Count", SimpleType.LONG, "How many values were observed.", Distribution::count),
          of("Sum", SimpleType.DOUBLE, "The sum of all observed values.", Distribution::sum),
          of("Mean", SimpleType.DOUBLE, "The mean of all observed values.", Distribution::mean),
          quantile("P50", 0.5),
          quantile("P90", 0.9),
          quantile("P99", 0.99),
          of("Buckets", BucketRows.TYPE, "Observed values by upper bound.", BucketRows::of));

  private static SeriesAttribute of(
      String name, OpenType<?> type, String help, Function<Distribution, Object> of) {
    return new SeriesAttribute(name, type, help, sample -> of.apply((Distribution) sample));
  }

  private static SeriesAttribute quantile(String name, double share) {
    return of(
        name,
        SimpleType.DOUBLE,
        "What " + Math.round(share * 100) + " % of all observed values did not exceed, estimated.",
        distribution -> distribution.quantile(share));
  }

  private static List<SeriesAttribute> all(MetricFamily.Type type) {
    return switch (type) {
      case COUNTER, GAUGE -> OF_VALUES;
      case HISTOGRAM -> OF_DISTRIBUTIONS;
    };
  }

  static Optional<SeriesAttribute> of(MetricFamily.Type type, String name) {
    return all(type).stream().filter(each -> each.name.equals(name)).findFirst();
  }

  static List<String> names(MetricFamily.Type type) {
    return all(type).stream().map(SeriesAttribute::name).toList();
  }

  Object value(MetricFamily.Sample sample) {
    return of.apply(sample);
  }

  /** What consoles show of a series of that type. */
  static MBeanInfo info(MetricFamily.Type type, String help) {
    Map<String, String> kind = Map.of("metricType", kind(type));
    MBeanAttributeInfo[] attributes =
        all(type).stream()
            .map(
                each ->
                    new OpenMBeanAttributeInfoSupport(
                        each.name,
                        (help + ' ' + each.help).strip(),
                        each.type,
                        true,
                        false,
                        false,
                        new ImmutableDescriptor(kind)))
            .toArray(MBeanAttributeInfo[]::new);
    return new MBeanInfo(
        SeriesMBean.class.getName(),
        help,
        attributes,
        null,
        null,
        null,
        new ImmutableDescriptor("immutableInfo=true", "metricType=" + kind(type)));
  }

  private static String kind(MetricFamily.Type type) {
    return switch (type) {
      case COUNTER -> "counter";
      case GAUGE -> "gauge";
      case HISTOGRAM -> "histogram";
    };
  }
}
