package io.togglebolt.wal.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.UnknownPartException;
import io.togglebolt.wal.SnapshotMark;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalFactory;
import io.togglebolt.wal.WalMetadata;
import io.togglebolt.wal.WalOptions;
import io.togglebolt.wal.WalTools;
import io.togglebolt.wal.WalVisitor;
import io.togglebolt.wal.internal.read.LogTools;
import io.togglebolt.wal.spi.WalWriterFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Makes and opens logs. In plain Java it finds disk, slots and writers by {@link ServiceLoader},
 * and the writers there are stay the same; in OSGi its component hands them in and they come and
 * go.
 */
public final class LogFactory implements WalFactory {
  private final LogOpener opener;
  private final LogTools tools;

  /** The names that can be asked for, or empty where writers come and go. */
  private final Optional<TreeSet<String>> fixed;

  /** That of plain Java. */
  public LogFactory() {
    this(
        first(Disk.class),
        Clock.system(),
        LogFactory::threads,
        first(SlotFactory.class),
        all(WalWriterFactory.class));
  }

  /**
   * One with exactly these writers.
   *
   * @param scheduler runs what is done in the background; stays the caller's. With a simulated one,
   *     everything happens on the thread that runs it and on those that call
   * @param slots of the same clock and scheduler
   */
  public LogFactory(
      Disk disk,
      Clock clock,
      Scheduler scheduler,
      SlotFactory slots,
      List<WalWriterFactory> writers) {
    this(disk, clock, () -> new SharedScheduler(scheduler), slots, writers);
  }

  private LogFactory(
      Disk disk,
      Clock clock,
      Supplier<Scheduler> schedulers,
      SlotFactory slots,
      List<WalWriterFactory> writers) {
    opener =
        new LogOpener(disk, clock, schedulers, slots, candidates(slots, writers), Metrics.none());
    tools = new LogTools(disk);
    TreeSet<String> names = new TreeSet<>();
    writers.forEach(writer -> names.add(writer.name()));
    fixed = Optional.of(names);
  }

  /** One whose writers come and go, with threads of its own for each log. */
  public LogFactory(
      Disk disk,
      Clock clock,
      SlotFactory slots,
      Candidates<WalWriterFactory> writers,
      Metrics metrics) {
    this(disk, clock, LogFactory::threads, slots, writers, metrics);
  }

  /** The same over a scheduler that stays the caller's. */
  public LogFactory(
      Disk disk,
      Clock clock,
      Scheduler scheduler,
      SlotFactory slots,
      Candidates<WalWriterFactory> writers,
      Metrics metrics) {
    this(disk, clock, () -> new SharedScheduler(scheduler), slots, writers, metrics);
  }

  private LogFactory(
      Disk disk,
      Clock clock,
      Supplier<Scheduler> schedulers,
      SlotFactory slots,
      Candidates<WalWriterFactory> writers,
      Metrics metrics) {
    opener = new LogOpener(disk, clock, schedulers, slots, writers, metrics);
    tools = new LogTools(disk);
    fixed = Optional.empty();
  }

  private static Scheduler threads() {
    return Scheduler.background("togglebolt-wal");
  }

  @Override
  public Wal create(Path directory, WalMetadata metadata, WalOptions options) {
    requireWriter(options);
    return opener.create(directory, metadata, options);
  }

  @Override
  public Wal open(Path directory, SnapshotMark from, WalVisitor visitor, WalOptions options) {
    requireWriter(options);
    return opener.open(directory, from, visitor, options);
  }

  @Override
  public WalTools tools() {
    return tools;
  }

  /** Writers that are not there at the start never come in plain Java. */
  private void requireWriter(WalOptions options) {
    if (fixed.isEmpty()) {
      return;
    }
    TreeSet<String> names = fixed.get();
    if (names.isEmpty()) {
      throw new UnknownPartException(
          "found no log writer on the class path; add the jar of one to it");
    }
    options
        .writer()
        .filter(name -> !names.contains(name))
        .ifPresent(
            name -> {
              throw new UnknownPartException(
                  "found no log writer named " + name + "; expected one of " + names);
            });
  }

  private static Candidates<WalWriterFactory> candidates(
      SlotFactory slots, List<WalWriterFactory> factories) {
    Candidates<WalWriterFactory> candidates = slots.candidates();
    long order = 0;
    for (WalWriterFactory factory : factories) {
      String key = factory.getClass().getName() + "#" + order;
      candidates.add(
          new Candidate<>(
              factory.name(),
              factory.ranking(),
              order++,
              key,
              factory,
              () -> {},
              !factory.durable()));
    }
    return candidates;
  }

  private static <S> S first(Class<S> service) {
    return ServiceLoader.load(service, LogFactory.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no "
                        + service.getName()
                        + " on the class path; add the bundle that offers one"));
  }

  private static <S> List<S> all(Class<S> service) {
    List<S> found = new ArrayList<>();
    ServiceLoader.load(service, LogFactory.class.getClassLoader()).forEach(found::add);
    return found;
  }
}
