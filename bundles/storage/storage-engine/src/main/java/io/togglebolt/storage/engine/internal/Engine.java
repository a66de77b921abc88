package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Disk;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.UnknownPartException;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseFactory;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PartFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens databases. In plain Java it finds disk, slots and parts by {@link ServiceLoader}, and the
 * parts there are stay the same; in OSGi its component hands them in and they come and go.
 */
public final class Engine implements DatabaseFactory {
  private final DatabaseOpener opener;

  /** The names that can be asked for, or empty where parts come and go. */
  private final Optional<FixedNames> fixed;

  private record FixedNames(TreeSet<String> allocators, TreeSet<String> policies) {}

  /** The engine of plain Java. */
  public Engine() {
    this(
        first(Disk.class),
        first(SlotFactory.class),
        Clock.system(),
        all(PageAllocatorFactory.class),
        all(FreelistPolicyFactory.class));
  }

  /** An engine with exactly these parts. */
  public Engine(
      Disk disk,
      SlotFactory slots,
      Clock clock,
      List<PageAllocatorFactory> allocators,
      List<FreelistPolicyFactory> policies) {
    opener =
        new DatabaseOpener(
            disk,
            clock,
            new Space.Parts(slots, candidates(slots, allocators), candidates(slots, policies)),
            Engine::readerWatchThreads,
            Releasing.TAKEN_IN,
            Metrics.none());
    fixed = Optional.of(new FixedNames(names(allocators), names(policies)));
  }

  /** An engine whose parts come and go, with no metrics. */
  Engine(Disk disk, Clock clock, Space.Parts parts) {
    this(disk, clock, parts, Metrics.none());
  }

  /** The same with metrics. */
  Engine(Disk disk, Clock clock, Space.Parts parts, Metrics metrics) {
    this(disk, clock, parts, Engine::readerWatchThreads, Releasing.TAKEN_IN, metrics);
  }

  /**
   * The same with a say in more.
   *
   * @param schedulers gives each database a scheduler of its own for the look for old readers,
   *     which that closes
   * @param takenIn how many released runs a space takes in at once, at least
   * @param metrics where databases register whose options name no others
   */
  Engine(
      Disk disk,
      Clock clock,
      Space.Parts parts,
      Supplier<Scheduler> schedulers,
      int takenIn,
      Metrics metrics) {
    opener = new DatabaseOpener(disk, clock, parts, schedulers, takenIn, metrics);
    fixed = Optional.empty();
  }

  private static Scheduler readerWatchThreads() {
    return Scheduler.background("togglebolt-readers");
  }

  @Override
  public Database open(Path path, DatabaseOptions options) {
    fixed.ifPresent(
        names -> {
          requireKnown("allocator", options.allocator(), names.allocators);
          requireKnown("freelist", options.freelist(), names.policies);
          if (!options.readOnly()) {
            requireSome("page allocator", names.allocators);
            requireSome("freelist policy", names.policies);
          }
        });
    return opener.open(path, options);
  }

  private static void requireKnown(String kind, @Nullable String wanted, TreeSet<String> known) {
    if (wanted != null && !known.contains(wanted)) {
      throw new UnknownPartException(
          "found no " + kind + " named " + wanted + "; expected one of " + known);
    }
  }

  /** Parts that are not there at the start never come in plain Java. */
  private static void requireSome(String what, TreeSet<String> known) {
    if (known.isEmpty()) {
      throw new UnknownPartException(
          "found no " + what + " on the class path; add the jar of one to it");
    }
  }

  private static <F extends PartFactory> Candidates<F> candidates(
      SlotFactory slots, List<F> factories) {
    Candidates<F> candidates = slots.candidates();
    long order = 0;
    for (F factory : factories) {
      String key = factory.getClass().getName() + "#" + order;
      candidates.add(
          new Candidate<>(factory.name(), factory.ranking(), order++, key, factory, () -> {}));
    }
    return candidates;
  }

  private static TreeSet<String> names(List<? extends PartFactory> factories) {
    TreeSet<String> names = new TreeSet<>();
    factories.forEach(factory -> names.add(factory.name()));
    return names;
  }

  private static <S> S first(Class<S> service) {
    return ServiceLoader.load(service, Engine.class.getClassLoader())
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
    ServiceLoader.load(service, Engine.class.getClassLoader()).forEach(found::add);
    return found;
  }
}
