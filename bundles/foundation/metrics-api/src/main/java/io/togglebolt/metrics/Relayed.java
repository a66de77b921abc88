package io.togglebolt.metrics;

import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** Something that moves from registry to registry. Called under the relay's monitor. */
interface Relayed {

  /** Leaves the registry it is with and registers with another one. */
  void attach(Metrics to);

  /**
   * What a registry gave, or something that records nothing where it refused: a metric that was
   * fine elsewhere must not stop the others from moving.
   */
  static <T> T orNone(Supplier<T> registered, T none) {
    try {
      return registered.get();
    } catch (InvalidMetricException refused) {
      System.getLogger(MetricsRelay.class.getName())
          .log(Level.WARNING, "not counted from now on: {0}", refused.getMessage());
      return none;
    }
  }
}
