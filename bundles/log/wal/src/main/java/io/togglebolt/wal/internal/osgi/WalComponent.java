package io.togglebolt.wal.internal.osgi;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.metrics.MetricsRelay;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Disk;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.osgi.ServiceCandidate;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalIOException;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalTools;
import io.togglebolt.wal.WalVisitor;
import io.togglebolt.wal.internal.LogFactory;
import io.togglebolt.wal.internal.OpenLog;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Logs as a service: writers are candidates as long as their services are registered. Its own type
 * is a service too, for this bundle's components of configured logs.
 */
@Component(
    service = {WalFactory.class, WalComponent.class},
    immediate = true)
public final class WalComponent implements WalFactory {
  private final Disk disk;
  private final LogFactory logs;
  private final Candidates<WalWriterFactory> writers;
  private final MetricsRelay metrics = new MetricsRelay();

  /** Made by Declarative Services. */
  @Activate
  public WalComponent(@Reference Disk disk, @Reference SlotFactory slots) {
    this.disk = disk;
    writers = slots.candidates();
    logs = new LogFactory(disk, Clock.system(), slots, writers, metrics);
  }

  @Reference(
      name = "writer",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindWriter(ServiceReference<WalWriterFactory> reference, WalWriterFactory factory) {
    writers.add(candidate(reference, factory));
  }

  void unbindWriter(ServiceReference<WalWriterFactory> reference, WalWriterFactory factory) {
    writers.remove(candidate(reference, factory));
  }

  /** What loses saves in a power cut serves only those who ask for it. */
  private static Candidate<WalWriterFactory> candidate(
      ServiceReference<WalWriterFactory> reference, WalWriterFactory factory) {
    return ServiceCandidate.of(
        reference, factory, WalWriterFactory::name, Predicate.not(WalWriterFactory::durable));
  }

  /** Metrics may come and go while logs are open. */
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
  public Wal create(Path directory, WalMetadata metadata, WalOptions options) {
    return logs.create(directory, metadata, options);
  }

  @Override
  public Wal open(Path directory, SnapshotMark from, WalVisitor visitor, WalOptions options) {
    return logs.open(directory, from, visitor, options);
  }

  @Override
  public WalTools tools() {
    return logs.tools();
  }

  /**
   * Opens a configured log, or makes it where there is none. Whoever has a log configured only
   * wants to append, so it is opened at its last mark: what stands before that need not be there
   * any more. To find that mark the log is read once.
   */
  OpenLog openOrCreate(LogSettings settings) {
    Path directory = settings.directory();
    if (!holdsSomething(directory)) {
      return (OpenLog) logs.create(directory, settings.metadata(), settings.options());
    }
    SnapshotMark last = logs.tools().verify(directory).lastMark();
    return (OpenLog) logs.open(directory, last, WalVisitor.NONE, settings.options());
  }

  /**
   * A directory with anything in it is opened: if that is no log, the message says what is wrong.
   */
  private boolean holdsSomething(Path directory) {
    try {
      return !disk.list(directory.toAbsolutePath()).isEmpty();
    } catch (NoSuchFileException missing) {
      return false;
    } catch (IOException refused) {
      throw new WalIOException(
          directory + ": cannot be looked at: " + refused.getMessage(), refused);
    }
  }
}
