package io.togglebolt.metrics.spi;

import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;

/**
 * What an exporter works with. All of it belongs to the owner; an exporter closes none of it.
 *
 * @param metrics what there is to show
 * @param http where it can be published; a listener that listens or not, whose port is its own
 *     affair
 * @param clock the time
 * @param scheduler runs what is done again and again
 */
public record ExporterSite(
    MetricsReader metrics, HttpListener http, Clock clock, Scheduler scheduler) {}
