package io.togglebolt.metrics.tck;

import com.sun.net.httpserver.HttpExchange;
import io.togglebolt.http.HttpListener.Publication;
import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.runtime.Scheduler.Scheduled;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows the registry in a format of its own, at {@code /naive}; right, or wrong in one way. */
final class NaiveExporter implements MetricsExporter {

  enum Fault {
    NONE,
    PUBLISHES_WHEN_MADE,
    IGNORES_STOP,
    LEAVES_A_TASK,
    CLOSES_THE_SCHEDULER,
    IS_REMEMBERED,
    THROWS_WHEN_STOPPED_TWICE,
    NEEDS_AN_ADDRESS,
    SAYS_NOT_WHERE,
    COUNTS_FROM_ITS_START,
    ROUNDS,
    CUTS_LABELS,
    SHOWS_WHAT_IT_FIRST_SAW,
    SHOWS_SERIES_THAT_WENT,
    LOOKS_ONCE_ONLY,
    GIVES_UP
  }

  private static final String PATH = "/naive";

  /** What the fault of that name leaves behind. */
  private static final List<NaiveExporter> REMEMBERED = new ArrayList<>();

  private final ExporterSite site;
  private final Fault fault;
  private final Map<String, String> before = new HashMap<>();
  private final Map<String, String> seen = new HashMap<>();
  private @Nullable Publication publication;
  private @Nullable Scheduled task;
  private boolean gaveUp;
  private int stops;

  NaiveExporter(ExporterSite site, Fault fault) {
    this.site = site;
    this.fault = fault;
    if (fault == Fault.PUBLISHES_WHEN_MADE) {
      publication = site.http().publish(PATH, this::answer);
    }
  }

  @Override
  public void start() {
    if (fault == Fault.NEEDS_AN_ADDRESS) {
      site.http().address().orElseThrow();
    }
    if (fault == Fault.COUNTS_FROM_ITS_START) {
      before.putAll(lines());
    }
    if (fault == Fault.SHOWS_WHAT_IT_FIRST_SAW) {
      seen.putAll(lines());
    }
    if (fault == Fault.IS_REMEMBERED) {
      REMEMBERED.add(this);
    }
    task = site.scheduler().schedule(() -> {}, 1000);
    publication = site.http().publish(PATH, this::answer);
  }

  @Override
  public void stop() {
    stops++;
    if (fault == Fault.THROWS_WHEN_STOPPED_TWICE && stops > 1) {
      throw new IllegalStateException("stopped already");
    }
    if (fault == Fault.CLOSES_THE_SCHEDULER) {
      site.scheduler().close();
    }
    if (task != null && fault != Fault.LEAVES_A_TASK) {
      task.cancel();
    }
    if (publication != null && fault != Fault.IGNORES_STOP) {
      publication.close();
    }
  }

  @Override
  public String where() {
    return fault == Fault.SAYS_NOT_WHERE ? "" : PATH;
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> lines =
        new HashMap<>(fault == Fault.SHOWS_WHAT_IT_FIRST_SAW ? seen : now());
    if (fault == Fault.SHOWS_SERIES_THAT_WENT || fault == Fault.LOOKS_ONCE_ONLY) {
      Map<String, String> old = Map.copyOf(seen);
      seen.putAll(lines);
      lines.putAll(fault == Fault.LOOKS_ONCE_ONLY ? old : seen);
    }
    StringBuilder text = new StringBuilder();
    lines.forEach((series, value) -> text.append(series).append(' ').append(value).append('\n'));
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private Map<String, String> now() {
    if (gaveUp) {
      return Map.of();
    }
    try {
      return lines();
    } catch (IllegalStateException e) {
      gaveUp = fault == Fault.GIVES_UP;
      throw e;
    }
  }

  private Map<String, String> lines() {
    Map<String, String> lines = new HashMap<>();
    for (MetricFamily family : site.metrics().read()) {
      for (MetricFamily.Sample sample : family.samples()) {
        switch (sample) {
          case Value value -> put(lines, family.name(), sample, value.value());
          case Distribution seconds ->
              put(lines, family.name() + "_count", sample, seconds.count());
        }
      }
    }
    return lines;
  }

  private void put(
      Map<String, String> lines, String name, MetricFamily.Sample sample, double value) {
    StringBuilder key = new StringBuilder(name);
    for (MetricFamily.Label label : sample.labels()) {
      String text = label.value();
      if (fault == Fault.CUTS_LABELS && text.length() > 1000) {
        text = text.substring(0, 1000);
      }
      key.append('&').append(label.name()).append('=');
      key.append(URLEncoder.encode(text, StandardCharsets.UTF_8));
    }
    double shown = value - Double.parseDouble(before.getOrDefault(key.toString(), "0"));
    lines.put(key.toString(), "" + (fault == Fault.ROUNDS ? (float) shown : shown));
  }

  /** Reads what is shown back. */
  static Map<Series, Double> parse(String text) {
    Map<Series, Double> values = new HashMap<>();
    for (String line : text.lines().toList()) {
      int end = line.lastIndexOf(' ');
      String[] parts = line.substring(0, end).split("&");
      Map<String, String> labels = new HashMap<>();
      for (int i = 1; i < parts.length; i++) {
        int equals = parts[i].indexOf('=');
        labels.put(
            parts[i].substring(0, equals),
            URLDecoder.decode(parts[i].substring(equals + 1), StandardCharsets.UTF_8));
      }
      values.put(new Series(parts[0], labels), Double.valueOf(line.substring(end + 1)));
    }
    return values;
  }
}
