package com.example.graphite;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricFamily.Label;
import io.togglebolt.metrics.MetricFamily.Sample;
import io.togglebolt.metrics.MetricFamily.Value;
import io.togglebolt.metrics.spi.ExporterSite;
import io.togglebolt.metrics.spi.MetricsExporter;
import io.togglebolt.runtime.Scheduler.Scheduled;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sends what the registry holds to Graphite each period, over a connection that is made for that: a
 * line for each series, with its labels as tags. Of a histogram it sends the number of observations
 * and their sum.
 */
final class GraphiteExporter implements MetricsExporter {
  private static final Logger LOG = System.getLogger(GraphiteExporter.class.getName());
  private static final int CONNECT_MILLIS = 1_000;

  private final ExporterSite site;
  private final String host;
  private final int port;
  private final int periodSeconds;
  private final Object monitor = new Object();

  // Guarded by the monitor. Null: nothing is planned, and nobody is connected.
  private boolean running;
  private Scheduled next;
  private Socket connected;
  private boolean failureTold;

  GraphiteExporter(ExporterSite site, String host, int port, int periodSeconds) {
    this.site = site;
    this.host = host;
    this.port = port;
    this.periodSeconds = periodSeconds;
  }

  /** Waits for nobody: whether Graphite is there is seen when the first period ends. */
  @Override
  public void start() {
    synchronized (monitor) {
      running = true;
      next = site.scheduler().schedule(this::endPeriod, periodSeconds * 1_000L);
    }
  }

  /** What is being sent is broken off, so that this waits for nobody either. */
  @Override
  public void stop() {
    synchronized (monitor) {
      running = false;
      if (next != null) {
        next.cancel();
        next = null;
      }
      disconnect();
    }
  }

  @Override
  public String where() {
    return "graphite at " + host + ":" + port + ", every " + periodSeconds + " s";
  }

  private void endPeriod() {
    try (Socket socket = new Socket()) {
      synchronized (monitor) {
        if (!running) {
          return;
        }
        // The one before is still there if Graphite takes nothing; it has had its time.
        disconnect();
        connected = socket;
        next = site.scheduler().schedule(this::endPeriod, periodSeconds * 1_000L);
      }
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      send(socket);
      told(false);
    } catch (IOException | RuntimeException failure) {
      if (told(true)) {
        LOG.log(
            Level.WARNING,
            "metrics cannot be sent to {0}:{1} at present, and will be when that is possible: {2}",
            host,
            Integer.toString(port),
            failure.toString());
      }
    }
  }

  /** Remembers whether the last period failed; returns whether that is news for the log. */
  private boolean told(boolean failed) {
    synchronized (monitor) {
      boolean news = running && failed && !failureTold;
      failureTold = failed;
      return news;
    }
  }

  private void disconnect() {
    if (connected != null) {
      try {
        connected.close();
      } catch (IOException failure) {
        LOG.log(Level.DEBUG, "a connection did not close as it should", failure);
      }
      connected = null;
    }
  }

  private void send(Socket socket) throws IOException {
    String seconds = " " + site.clock().wallMillis() / 1_000 + "\n";
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8))) {
      for (MetricFamily family : site.metrics().read()) {
        for (Sample sample : family.samples()) {
          String tags = tags(sample.labels());
          switch (sample) {
            case Value value -> out.write(family.name() + tags + " " + value.value() + seconds);
            case Distribution seen -> {
              out.write(family.name() + "_count" + tags + " " + seen.count() + seconds);
              out.write(family.name() + "_sum" + tags + " " + seen.sum() + seconds);
            }
          }
        }
      }
    }
  }

  /** Graphite knows no empty tag, and takes spaces and semicolons for its own. */
  private static String tags(List<Label> labels) {
    StringBuilder tags = new StringBuilder();
    for (Label label : labels) {
      if (!label.value().isEmpty()) {
        String value = URLEncoder.encode(label.value(), StandardCharsets.UTF_8);
        tags.append(';').append(label.name()).append('=').append(value);
      }
    }
    return tags.toString();
  }
}
