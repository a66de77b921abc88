package io.togglebolt.metrics.prometheus.internal;

/** The same, as a scraper sees it that asks for OpenMetrics. */
final class OpenMetricsContractTest extends PrometheusContractTest {
  @Override
  String accept() {
    return "application/openmetrics-text; version=1.0.0";
  }
}
