package io.togglebolt.metrics.prometheus.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricFamily.Type;
import io.togglebolt.metrics.MetricFamily.Value;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes families in one of the formats, sample by sample. Samples have the names that the registry
 * has, in both: what a dashboard asks for must not depend on what was negotiated.
 */
final class ExpositionWriter {
  private static final String TOTAL = "_total";

  private final Writer out;
  private final ExpositionFormat format;

  ExpositionWriter(Writer out, ExpositionFormat format) {
    this.out = out;
    this.format = format;
  }

  /** Writes a whole exposition; the writer stays open. */
  void write(List<MetricFamily> families) throws IOException {
    Set<String> names = families.stream().map(MetricFamily::name).collect(Collectors.toSet());
    for (MetricFamily family : families) {
      describe(family, names);
      for (Sample sample : family.samples()) {
        switch (sample) {
          case Value value ->
              line(family.name(), "", value.labels(), "", Numbers.value(value.value()));
          case Distribution seen -> distribution(family.name(), seen);
        }
      }
    }
    if (format == ExpositionFormat.OPENMETRICS) {
      out.write("# EOF\n");
    }
  }

  private void describe(MetricFamily family, Set<String> others) throws IOException {
    boolean shortened = isShortened(family, others);
    String name = shortened ? shortened(family.name()) : family.name();
    out.write("# HELP ");
    out.write(name);
    out.write(' ');
    escape(family.help(), format == ExpositionFormat.OPENMETRICS);
    out.write("\n# TYPE ");
    out.write(name);
    out.write(' ');
    out.write(type(family, shortened));
    out.write('\n');
  }

  /**
   * OpenMetrics calls a counter's family by its name without the end that its sample must have. It
   * can't where the name ends otherwise, or another family is called so.
   */
  private boolean isShortened(MetricFamily family, Set<String> others) {
    return format == ExpositionFormat.OPENMETRICS
        && family.type() == Type.COUNTER
        && family.name().endsWith(TOTAL)
        && !others.contains(shortened(family.name()));
  }

  private static String shortened(String name) {
    return name.substring(0, name.length() - TOTAL.length());
  }

  /**
   * What OpenMetrics cannot call a counter is called unknown, as Prometheus' Go client does, and so
   * etcd: better than to change a name.
   */
  private String type(MetricFamily family, boolean shortened) {
    return switch (family.type()) {
      case COUNTER -> format == ExpositionFormat.TEXT || shortened ? "counter" : "unknown";
      case GAUGE -> "gauge";
      case HISTOGRAM -> "histogram";
    };
  }

  private void distribution(String name, Distribution seen) throws IOException {
    for (Distribution.Bucket bucket : seen.buckets()) {
      line(name, "_bucket", seen.labels(), bound(bucket), Long.toString(bucket.count()));
    }
    // A sum that negative values may lower is none in OpenMetrics, and then there is no count.
    boolean mayFall = seen.buckets().getFirst().upperBound() < 0;
    if (format == ExpositionFormat.TEXT || !mayFall) {
      line(name, "_sum", seen.labels(), "", Numbers.value(seen.sum()));
      line(name, "_count", seen.labels(), "", Long.toString(seen.count()));
    }
  }

  private String bound(Distribution.Bucket bucket) {
    return switch (format) {
      case TEXT -> Numbers.bound(bucket.upperBound());
      case OPENMETRICS -> Numbers.canonicalBound(bucket.upperBound());
    };
  }

  /** Writes a sample, with a bucket's bound as the last of its labels where there is one. */
  private void line(String name, String suffix, List<Label> labels, String bound, String value)
      throws IOException {
    out.write(name);
    out.write(suffix);
    char separator = '{';
    for (Label label : labels) {
      out.write(separator);
      label(label.name(), label.value());
      separator = ',';
    }
    if (!bound.isEmpty()) {
      out.write(separator);
      label("le", bound);
      separator = ',';
    }
    out.write(separator == '{' ? " " : "} ");
    out.write(value);
    out.write('\n');
  }

  private void label(String name, String value) throws IOException {
    out.write(name);
    out.write("=\"");
    escape(value, true);
    out.write('"');
  }

  /** Quotes are escaped in label values, and in OpenMetrics in help texts, too. */
  private void escape(String text, boolean quotes) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.write("\\\\");
        case '\n' -> out.write("\\n");
        case '"' -> out.write(quotes ? "\\\"" : "\"");
        default -> out.write(c);
      }
    }
  }
}
