package io.togglebolt.metrics.prometheus.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.metrics.spi.MetricsExporterFactory;
import io.togglebolt.metrics.tck.MetricsExporterContract;
import io.togglebolt.metrics.tck.Series;
import io.togglebolt.metrics.tck.Stage;
import io.togglebolt.metrics.tck.StagedHttp.Response;
import java.util.HashMap;
import java.util.Map;

/** What every exporter owes, as a scraper sees it that asks for the text format. */
class PrometheusContractTest extends MetricsExporterContract {

  @Override
  protected MetricsExporterFactory factory() {
    return new PrometheusExporterFactory();
  }

  @Override
  protected Map<Series, Double> shown(Stage stage) {
    Response response = stage.http().request("GET", "/metrics", Map.of("Accept", accept()));
    if (response.status() == 404) {
      return Map.of();
    }
    assertEquals(200, response.status(), response::text);
    Map<Series, Double> values = new HashMap<>();
    for (Exposition.Sample sample : Exposition.parse(response.text()).samples()) {
      values.put(Series.of(sample.name(), sample.labels()), sample.value());
    }
    return values;
  }

  String accept() {
    return "text/plain";
  }
}
