package io.togglebolt.metrics.prometheus.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered to which headers. */
final class ExpositionFormatTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Prometheus 2
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
            + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        // Prometheus 3
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1",
        "application/openmetrics-text",
        "APPLICATION/OpenMetrics-Text; Version=1.0.0; charset=utf-8",
        "application/openmetrics-text; version=\"1.0.0\"",
        "text/plain;q=0.5, application/openmetrics-text;q=0.51",
        "text/plain, application/openmetrics-text",
        "application/openmetrics-text;q=0.3, */*;q=0.2",
        "text/plain;q=0, application/openmetrics-text;q=0.001"
      })
  void openMetricsForThoseWhoPreferIt(String accept) {
    assertEquals(ExpositionFormat.OPENMETRICS, preferredBy(accept));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "text/plain",
        "text/plain;version=0.0.4",
        "text/*",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "application/*",
        "application/json",
        "application/openmetrics-text;version=0.0.1",
        "application/openmetrics-text;version=2.0.0, */*;q=0.1",
        "application/openmetrics-text;q=0",
        "application/openmetrics-text;q=0, */*",
        "application/openmetrics-text;q=0.4, text/plain;q=0.5",
        "application/openmetrics-text;q=0.4, */*;q=0.5",
        "application/openmetrics-text;q=high, text/plain;q=0.1",
        "application/openmetrics-text;q=2",
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
        ";;,,;q=1,/;=",
      })
  void textForEverybodyElse(String accept) {
    assertEquals(ExpositionFormat.TEXT, preferredBy(accept));
  }

  @Test
  void severalLinesOfAHeaderAreOne() {
    Preferences preferences =
        Preferences.of(List.of("text/plain;q=0.2", "application/openmetrics-text;q=0.3"));
    assertEquals(ExpositionFormat.OPENMETRICS, ExpositionFormat.preferredBy(preferences));
  }

  @Test
  void textWhereTheHeaderIsAbsent() {
    assertEquals(ExpositionFormat.TEXT, ExpositionFormat.preferredBy(Preferences.of(null)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, GZIP;q=0.5", "*", "br, *;q=0.1", "identity;q=0, gzip"})
  void codingsThatAreAccepted(String acceptEncoding) {
    assertTrue(Preferences.of(List.of(acceptEncoding)).acceptCoding("gzip"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "gzip;q=0", "gzip;q=0.000, *", "*;q=0", "br"})
  void codingsThatAreNot(String acceptEncoding) {
    assertFalse(Preferences.of(List.of(acceptEncoding)).acceptCoding("gzip"));
  }

  private static ExpositionFormat preferredBy(String accept) {
    return ExpositionFormat.preferredBy(Preferences.of(List.of(accept)));
  }
}
