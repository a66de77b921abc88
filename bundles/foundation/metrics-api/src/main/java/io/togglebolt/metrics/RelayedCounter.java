package io.togglebolt.metrics;

import java.util.function.Function;

/** A counter that moves from registry to registry. */
final class RelayedCounter implements Metrics.Counter, Relayed {
  private static final Metrics.Counter NONE = amount -> {};

  private final Function<Metrics, Metrics.Counter> register;
  private volatile Metrics.Counter target;

  RelayedCounter(Function<Metrics, Metrics.Counter> register, Metrics first) {
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
  public void add(long amount) {
    target.add(amount);
  }
}
