package io.togglebolt.itests.benchmarks.metrics.side;

import io.togglebolt.metrics.MetricsRegistry;
import java.util.ServiceLoader;

/** The shipped registry, as a user in plain Java gets it. */
final class Registries {

  private Registries() {}

  /** A new one. */
  static MetricsRegistry create() {
    return ServiceLoader.load(MetricsRegistry.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no registry on the class path"));
  }
}
