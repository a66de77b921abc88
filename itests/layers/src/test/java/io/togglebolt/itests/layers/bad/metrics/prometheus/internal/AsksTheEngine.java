package io.togglebolt.itests.layers.bad.metrics.prometheus.internal;

import io.togglebolt.itests.layers.bad.storage.internal.KnowsEverybody;

/** An exporter that takes a value from the engine instead of the registry. */
final class AsksTheEngine {
  private AsksTheEngine() {}

  static String value() {
    return KnowsEverybody.COUNT;
  }
}
