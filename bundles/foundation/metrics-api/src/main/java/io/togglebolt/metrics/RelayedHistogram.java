package io.togglebolt.metrics;

import java.util.function.Function;

/** A histogram that moves from registry to registry. */
final class RelayedHistogram implements Metrics.Histogram, Relayed {
  private static final Metrics.Histogram NONE = value -> {};

  private final Function<Metrics, Metrics.Histogram> register;
  private volatile Metrics.Histogram target;

  RelayedHistogram(Function<Metrics, Metrics.Histogram> register, Metrics first) {
    this.register = register;
    target = register.apply(first);
  }

  @Override
  public void attach(Metrics to) {
    target = Relayed.orNone(() -> register.apply(to), NONE);
  }

  @Override
  public void end() {
    target = NONE;
  }

  @Override
  public void observe(double value) {
    target.observe(value);
  }
}
