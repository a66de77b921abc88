package io.togglebolt.itests.container.trial;

import com.sun.net.httpserver.HttpExchange;
import io.togglebolt.http.HttpListener.Publication;
import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows the registry at the path of the distribution's own exporter, in as few words as it can. */
final class TrialExporter implements MetricsExporter {
  private final ExporterSite site;
  private @Nullable Publication publication;

  TrialExporter(ExporterSite site) {
    this.site = site;
  }

  @Override
  public void start() {
    publication = site.http().publish("/metrics", this::answer);
  }

  @Override
  public void stop() {
    Publication published = publication;
    publication = null;
    if (published != null) {
      published.close();
    }
  }

  @Override
  public String where() {
    return "on trial";
  }

  private void answer(HttpExchange exchange) throws IOException {
    StringBuilder text = new StringBuilder("# on trial\n");
    for (MetricFamily family : site.metrics().read()) {
      String type = family.type().name().toLowerCase(Locale.ROOT);
      text.append("# TYPE ").append(family.name()).append(' ').append(type).append('\n');
      for (MetricFamily.Sample sample : family.samples()) {
        append(text, family.name(), sample);
      }
    }
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static void append(StringBuilder text, String name, MetricFamily.Sample sample) {
    String labels =
        sample.labels().stream()
            .map(label -> label.name() + "=\"" + label.value() + '"')
            .collect(Collectors.joining(","));
    String suffix = labels.isEmpty() ? " " : "{" + labels + "} ";
    switch (sample) {
      case MetricFamily.Value value ->
          text.append(name).append(suffix).append(value.value()).append('\n');
      case Distribution seen ->
          text.append(name)
              .append("_sum")
              .append(suffix)
              .append(seen.sum())
              .append('\n')
              .append(name)
              .append("_count")
              .append(suffix)
              .append(seen.count())
              .append('\n');
    }
  }
}
