package io.togglebolt.metrics.prometheus.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.Distribution.Bucket;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.testkit.Seeds;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is read back by a naive reader, and is the same. */
final class ReadBackTest {
  private static final int ROUNDS = 500;

  @ParameterizedTest
  @EnumSource
  void nothingIsLostOrChanged(ExpositionFormat format) {
    Seeds.check(
        5,
        ROUNDS,
        random -> {
          List<MetricFamily> families = new RandomFamilies(random).families();
          String shown = ExpositionWriterTest.written(format, families);
          Exposition exposition = Exposition.parse(shown);
          assertEquals(format == ExpositionFormat.OPENMETRICS, exposition.ended());
          assertEquals(families, read(exposition), shown);
        });
  }

  private static List<MetricFamily> read(Exposition exposition) {
    List<MetricFamily> families = new ArrayList<>();
    Iterator<Exposition.Sample> samples = exposition.samples().iterator();
    Exposition.Sample next = samples.hasNext() ? samples.next() : null;
    for (Map.Entry<String, String> entry : exposition.types().entrySet()) {
      Type type =
          switch (entry.getValue()) {
            case "counter", "unknown" -> Type.COUNTER;
            case "gauge" -> Type.GAUGE;
            case "histogram" -> Type.HISTOGRAM;
            default -> throw new AssertionError("type " + entry.getValue());
          };
      String name = entry.getKey();
      if (exposition.ended() && entry.getValue().equals("counter")) {
        name += "_total";
      }
      List<Exposition.Sample> own = new ArrayList<>();
      while (next != null && belongs(next.name(), name, type)) {
        own.add(next);
        next = samples.hasNext() ? samples.next() : null;
      }
      families.add(
          new MetricFamily(
              name,
              exposition.helps().get(entry.getKey()),
              type,
              type == Type.HISTOGRAM ? distributions(name, own) : values(own)));
    }
    assertEquals(null, next, "a sample of no family");
    return families;
  }

  private static boolean belongs(String sample, String family, Type type) {
    return type == Type.HISTOGRAM
        ? List.of(family + "_bucket", family + "_sum", family + "_count").contains(sample)
        : sample.equals(family);
  }

  private static List<MetricFamily.Sample> values(List<Exposition.Sample> samples) {
    return samples.stream()
        .<MetricFamily.Sample>map(sample -> new Value(sample.labels(), sample.value()))
        .toList();
  }

  /** Each ends with its count, which must be that of the last bucket. */
  private static List<MetricFamily.Sample> distributions(
      String name, List<Exposition.Sample> samples) {
    List<MetricFamily.Sample> distributions = new ArrayList<>();
    List<Bucket> buckets = new ArrayList<>();
    double sum = Double.NaN;
    for (Exposition.Sample sample : samples) {
      if (sample.name().equals(name + "_bucket")) {
        Label bound = sample.labels().getLast();
        assertEquals("le", bound.name());
        buckets.add(new Bucket(Exposition.number(bound.value()), (long) sample.value()));
      } else if (sample.name().equals(name + "_sum")) {
        sum = sample.value();
      } else {
        assertEquals(buckets.getLast().count(), (long) sample.value());
        distributions.add(new Distribution(sample.labels(), buckets, sum));
        buckets.clear();
      }
    }
    return distributions;
  }
}
