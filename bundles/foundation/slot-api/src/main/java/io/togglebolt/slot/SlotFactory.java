package io.togglebolt.slot;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes slots. A service in OSGi, found by {@link java.util.ServiceLoader} in plain Java.
 * Thread-safe.
 */
@ProviderType
public interface SlotFactory {

  /** A new, empty set of candidates. */
  <F> Candidates<F> candidates();

  /**
   * Opens a slot and fills it, on the calling thread, from the candidates that are there; it is
   * vacant if none will do. Until this returns the owner is only asked to {@link
   * SlotOwner#rebuild}.
   */
  <F, P> Slot<P> open(SlotOptions options, Candidates<F> candidates, SlotOwner<F, P> owner);

  /** All open slots of this factory, and the journal of what happened in them. */
  SlotRegistry registry();

  /**
   * A factory of the same kind over another clock, scheduler and metrics: for simulations and
   * embedders.
   */
  SlotFactory with(Clock clock, Scheduler scheduler, Metrics metrics);
}
