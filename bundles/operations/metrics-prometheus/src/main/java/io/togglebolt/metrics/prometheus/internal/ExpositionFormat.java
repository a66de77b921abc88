package io.togglebolt.metrics.prometheus.internal;

/** The formats that the registry is shown in. */
enum ExpositionFormat {
  /** Prometheus' own, which everybody reads. */
  TEXT("text/plain", "0.0.4"),
  /** The format of the OpenMetrics specification. */
  OPENMETRICS("application/openmetrics-text", "1.0.0");

  private final String mediaType;
  private final String version;

  ExpositionFormat(String mediaType, String version) {
    this.mediaType = mediaType;
    this.version = version;
  }

  String contentType() {
    return mediaType + "; version=" + version + "; charset=utf-8";
  }

  /**
   * What a client likes best. OpenMetrics goes only to those who ask for it by name; where none of
   * the two is acceptable, text is given all the same, which more clients can read than would know
   * what to do with a refusal.
   */
  static ExpositionFormat preferredBy(Preferences preferences) {
    double text = TEXT.qualityBy(preferences);
    double openMetrics = OPENMETRICS.qualityBy(preferences);
    boolean named = preferences.names(OPENMETRICS.mediaType, OPENMETRICS.version);
    return openMetrics > 0 && named && openMetrics >= text ? OPENMETRICS : TEXT;
  }

  private double qualityBy(Preferences preferences) {
    return preferences.qualityOf(mediaType, version);
  }
}
