package io.togglebolt.slot.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.SlotOptions;
import io.togglebolt.slot.SlotOwner;
import io.togglebolt.slot.SlotRegistry;
import io.togglebolt.slot.SwapRecord;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The mechanism as a service. Its slots are closed by their owners, which leave before it does. */
@Component(
    service = {SlotFactory.class, SlotRegistry.class},
    immediate = true)
public final class SlotComponent implements SlotFactory, SlotRegistry {
  private final SlotWorkshop workshop;

  /** Begins with no slots and no threads. */
  @Activate
  public SlotComponent(BundleContext context) {
    Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    workshop = new SlotWorkshop(() -> framework.getState() == Bundle.STOPPING);
  }

  /** Slots that their owners left open are closed, and hand-overs interrupted. */
  @Deactivate
  public void deactivate() {
    workshop.close();
  }

  /** Metrics may come and go while slots are open. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void bindMetrics(Metrics metrics) {
    workshop.metrics().use(metrics);
  }

  /** Runs after the next metrics were bound, if there are any. */
  public void unbindMetrics(Metrics metrics) {
    workshop.metrics().stopUsing(metrics);
  }

  @Override
  public <F> Candidates<F> candidates() {
    return workshop.candidates();
  }

  @Override
  public <F, P> Slot<P> open(SlotOptions options, Candidates<F> candidates, SlotOwner<F, P> owner) {
    return workshop.open(options, candidates, owner);
  }

  @Override
  public SlotRegistry registry() {
    return workshop.registry();
  }

  @Override
  public SlotFactory with(Clock clock, Scheduler scheduler, Metrics metrics) {
    return workshop.with(clock, scheduler, metrics);
  }

  @Override
  public List<SlotControl> slots() {
    return workshop.registry().slots();
  }

  @Override
  public List<SwapRecord> journal() {
    return workshop.registry().journal();
  }

  @Override
  public AutoCloseable listen(Listener listener) {
    return workshop.registry().listen(listener);
  }
}
