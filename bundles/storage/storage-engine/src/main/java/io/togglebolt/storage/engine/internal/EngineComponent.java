package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRelay;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Disk;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.osgi.ServiceCandidate;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PartFactory;
import java.nio.file.Path;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The engine as a service: parts are candidates as long as their services are registered. Its own
 * type is a service too, for this bundle's components of configured databases.
 */
@Component(
    service = {DatabaseFactory.class, EngineComponent.class},
    immediate = true)
public final class EngineComponent implements DatabaseFactory {
  private final Engine engine;
  private final Candidates<PageAllocatorFactory> allocators;
  private final Candidates<FreelistPolicyFactory> policies;
  private final MetricsRelay metrics = new MetricsRelay();

  /** Made by Declarative Services. */
  @Activate
  public EngineComponent(@Reference Disk disk, @Reference SlotFactory slots) {
    allocators = slots.candidates();
    policies = slots.candidates();
    engine =
        new Engine(disk, Clock.system(), new Space.Parts(slots, allocators, policies), metrics);
  }

  @Reference(
      name = "allocator",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindAllocator(
      ServiceReference<PageAllocatorFactory> reference, PageAllocatorFactory factory) {
    allocators.add(ServiceCandidate.of(reference, factory, PartFactory::name));
  }

  void unbindAllocator(
      ServiceReference<PageAllocatorFactory> reference, PageAllocatorFactory factory) {
    allocators.remove(ServiceCandidate.of(reference, factory, PartFactory::name));
  }

  @Reference(
      name = "policy",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindPolicy(
      ServiceReference<FreelistPolicyFactory> reference, FreelistPolicyFactory factory) {
    policies.add(ServiceCandidate.of(reference, factory, PartFactory::name));
  }

  void unbindPolicy(
      ServiceReference<FreelistPolicyFactory> reference, FreelistPolicyFactory factory) {
    Candidate<FreelistPolicyFactory> candidate =
        ServiceCandidate.of(reference, factory, PartFactory::name);
    policies.remove(candidate);
  }

  /** Metrics may come and go while databases are open. */
  @Reference(
      name = "metrics",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindMetrics(Metrics registry) {
    metrics.use(registry);
  }

  /** Runs after the next metrics were bound, if there are any. */
  void unbindMetrics(Metrics registry) {
    metrics.stopUsing(registry);
  }

  @Override
  public Database open(Path path, DatabaseOptions options) {
    return engine.open(path, options);
  }

  /** The same, giving the engine's own type to the component of a configured database. */
  EngineDatabase openEngine(Path path, DatabaseOptions options) {
    return (EngineDatabase) engine.open(path, options);
  }
}
