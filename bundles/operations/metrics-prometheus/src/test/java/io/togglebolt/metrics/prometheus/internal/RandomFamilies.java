package io.togglebolt.metrics.prometheus.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.Distribution.Bucket;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;

/** Families as a registry could hold them, with texts and numbers of every kind. */
record RandomFamilies(SplitMix64 random) {
  private static final String[] PIECES = {
    "a",
    "Z",
    "0",
    " ",
    "\"",
    "\\",
    "\n",
    "\r",
    "\t",
    "\u0000",
    "{",
    "}",
    ",",
    "=",
    "#",
    "\\n",
    "'",
    "\u00fc",
    "\u2028",
    "\ufeff",
    "\uffff",
    "\ud83d\ude00",
    "le=\"1\"",
    "# EOF\n",
    "} 1\n"
  };

  List<MetricFamily> families() {
    List<MetricFamily> families = new ArrayList<>();
    int count = random.below(8);
    for (int i = 0; i < count; i++) {
      Type type = random.choice(Type.values());
      String name = "f" + i + "_x" + random.choice("", "_total", "_bytes", ":y", "_sum");
      List<Sample> samples = new ArrayList<>();
      int series = 1 + random.below(4);
      for (int j = 0; j < series; j++) {
        samples.add(sample(type));
      }
      families.add(new MetricFamily(name, text(), type, samples));
    }
    return families;
  }

  private Sample sample(Type type) {
    List<Label> labels = new ArrayList<>();
    int count = random.below(4);
    for (int i = 0; i < count; i++) {
      labels.add(new Label("l" + i + random.choice("", "_", "X9"), text()));
    }
    return switch (type) {
      case COUNTER -> new Value(labels, Math.abs(number()));
      case GAUGE -> new Value(labels, number());
      case HISTOGRAM -> distribution(labels);
    };
  }

  /** Bounds are not negative here: OpenMetrics shows no sum of the others. */
  private Distribution distribution(List<Label> labels) {
    List<Bucket> buckets = new ArrayList<>();
    long seen = 0;
    double bound = random.choice(0.0, 0.001, 1.0, 1e-12);
    int finite = random.below(5);
    for (int i = 0; i < finite; i++) {
      seen += random.below(1000);
      buckets.add(new Bucket(bound, seen));
      bound += Math.scalb(1 + random.below(1000), random.below(60) - 30);
    }
    seen += random.below(1L << 50);
    buckets.add(new Bucket(Double.POSITIVE_INFINITY, seen));
    return new Distribution(labels, buckets, Math.abs(number()));
  }

  private double number() {
    double drawn = Double.longBitsToDouble(random.next());
    return switch (random.below(4)) {
      case 0 -> random.below(1000);
      case 1 -> random.below(1000) / 64.0 - 5;
      case 2 -> random.choice(0x1p53 + 2, Double.MAX_VALUE, Double.POSITIVE_INFINITY, 1e6);
      default -> Double.isNaN(drawn) ? 0.1 : drawn;
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int count = random.below(6);
    for (int i = 0; i < count; i++) {
      text.append(random.choice(PIECES));
    }
    return text.toString();
  }
}
