package io.togglebolt.slot.internal;

import io.togglebolt.metrics.Distribution;
import io.togglebolt.metrics.MetricFamily;
import io.togglebolt.metrics.MetricsReader;
import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.runtime.Clock;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotOptions;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SwapRecord;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One owner with one slot, and everything around it. */
final class House {
  static final long REMOVE_WAIT_MILLIS = 300;

  /** Parts fail by the thousand here; held, or the level would be forgotten with the logger. */
  private static final Logger LOG = Logger.getLogger("io.togglebolt.slot");

  static {
    LOG.setLevel(Level.OFF);
  }

  final FakeOwner owner = new FakeOwner();
  final MetricsRegistry metrics = registry();
  final AtomicBoolean stopping = new AtomicBoolean();
  final SlotWorkshop workshop;
  final Candidates<FakeFactory> candidates;
  private @Nullable Slot<FakeFactory.Part> slot;

  House(Clock clock, Scheduler scheduler, long removeWaitMillis) {
    workshop = new SlotWorkshop(clock, scheduler, metrics, stopping::get, removeWaitMillis);
    candidates = workshop.candidates();
  }

  House(Clock clock, Scheduler scheduler) {
    this(clock, scheduler, REMOVE_WAIT_MILLIS);
  }

  House(SimulatedTime time) {
    this(time, time);
  }

  /** A registry of its own. */
  static MetricsRegistry registry() {
    return ServiceLoader.load(MetricsRegistry.class).findFirst().orElseThrow();
  }

  /** What the slot's metrics say, by name and the values of labels: {@code name[v, w]}. */
  static Map<String, Double> shown(MetricsReader metrics) {
    Map<String, Double> shown = new TreeMap<>();
    for (MetricFamily family : metrics.read(name -> name.startsWith("togglebolt_slot_"))) {
      for (MetricFamily.Sample sample : family.samples()) {
        shown.put(
            family.name().substring("togglebolt_slot_".length())
                + sample.labels().stream().map(MetricFamily.Label::value).toList(),
            switch (sample) {
              case MetricFamily.Value value -> value.value();
              case Distribution distribution -> (double) distribution.count();
            });
      }
    }
    return shown;
  }

  @Nullable Double metric(String series) {
    return shown(metrics).get(series);
  }

  Slot<FakeFactory.Part> open(SlotOptions options, FakeFactory... factories) {
    for (FakeFactory factory : factories) {
      candidates.add(factory.candidate);
    }
    Slot<FakeFactory.Part> opened = workshop.open(options, candidates, owner);
    slot = opened;
    return opened;
  }

  Slot<FakeFactory.Part> slot() {
    Slot<FakeFactory.Part> opened = slot;
    FakeOwner.check(opened != null, "the slot is not open");
    return opened;
  }

  static SlotOptions options(@Nullable String pinned) {
    return new SlotOptions("freelist", "main", pinned, 500, 30_000, 10_000);
  }

  void add(FakeFactory factory) {
    candidates.add(factory.candidate);
  }

  void remove(FakeFactory factory) {
    candidates.remove(factory.candidate);
  }

  @Nullable String active() {
    FakeFactory.Part part = slot().part();
    return part == null ? null : part.madeBy.name;
  }

  SlotStatus.State state() {
    return slot().status().state();
  }

  List<SwapRecord.Event> events() {
    return workshop.registry().journal().stream().map(SwapRecord::event).toList();
  }

  SwapRecord last() {
    return workshop.registry().journal().getLast();
  }

  /**
   * Waits, in real time but without sleeping, until something that other threads do has happened.
   */
  static void eventually(String what, BooleanSupplier holds) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!holds.getAsBoolean()) {
      FakeOwner.check(System.nanoTime() < deadlineNanos, "did not happen: " + what);
      Thread.onSpinWait();
      Thread.yield();
    }
  }
}
