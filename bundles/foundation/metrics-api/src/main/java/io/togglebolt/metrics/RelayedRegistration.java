package io.togglebolt.metrics;

import java.util.function.Consumer;
import java.util.function.Function;

/** A gauge, or a counter kept elsewhere, that moves from registry to registry. */
final class RelayedRegistration implements Metrics.Registration, Relayed {
  private static final Metrics.Registration NONE = () -> {};

  private final Object monitor;
  private final Consumer<Relayed> forget;
  private Function<Metrics, Metrics.Registration> register;
  private Metrics.Registration target;

  RelayedRegistration(
      Object monitor,
      Function<Metrics, Metrics.Registration> register,
      Metrics first,
      Consumer<Relayed> forget) {
    this.monitor = monitor;
    this.register = register;
    this.forget = forget;
    target = register.apply(first);
  }

  @Override
  public void attach(Metrics to) {
    Relayed.leave(target::close);
    target = Relayed.orNone(() -> register.apply(to), NONE);
  }

  @Override
  public void end() {
    Relayed.leave(target::close);
    target = NONE;
    register = metrics -> NONE;
  }

  @Override
  public void close() {
    synchronized (monitor) {
      forget.accept(this);
      end();
    }
  }
}
