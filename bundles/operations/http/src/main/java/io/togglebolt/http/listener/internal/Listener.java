package io.togglebolt.http.listener.internal;

import com.sun.net.httpserver.HttpHandler;
import io.togglebolt.http.HttpListener;
import io.togglebolt.metrics.MetricsRelay;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is shown over HTTP, on the JDK's own server. What is published stays so while the port
 * comes, goes or changes.
 */
final class Listener implements HttpListener, AutoCloseable {
  /** A handler that takes longer for one request is written down, in milliseconds. */
  static final long PATIENCE_MILLIS = 30_000;

  private final Publications publications;
  private final MetricsRelay metrics = new MetricsRelay();
  private final Binding binding;

  /** Listens nowhere yet. The scheduler is the caller's and tries a port again that is in use. */
  Listener(Clock clock, Scheduler scheduler) {
    this(clock, scheduler, PATIENCE_MILLIS);
  }

  /** Has another patience with handlers, in milliseconds. */
  Listener(Clock clock, Scheduler scheduler, long patienceMillis) {
    publications = new Publications(clock);
    Complaints complaints = new Complaints(clock);
    binding =
        new Binding(
            scheduler,
            (endpoint, loopback) ->
                new Requests(
                    publications,
                    complaints,
                    new Workers(complaints, patienceMillis),
                    metrics,
                    endpoint,
                    loopback));
  }

  /** Listens there and nowhere else from now on; null for nowhere. Does nothing where it does. */
  void listenAt(@Nullable Endpoint endpoint) {
    binding.want(endpoint);
  }

  /** How long after a failure a port is tried again. */
  void retryAfter(long millis) {
    binding.retryAfter(millis);
  }

  /** Where requests are counted, whose registry may come and go. */
  MetricsRelay metrics() {
    return metrics;
  }

  @Override
  public Publication publish(String path, HttpHandler handler) {
    return publications.publish(path, handler);
  }

  @Override
  public Optional<URI> address() {
    return binding.address();
  }

  @Override
  public Optional<String> trouble() {
    return binding.trouble();
  }

  /** Cuts what is being answered and leaves the port. What is published is forgotten. */
  @Override
  public void close() {
    publications.close();
    binding.want(null);
  }
}
