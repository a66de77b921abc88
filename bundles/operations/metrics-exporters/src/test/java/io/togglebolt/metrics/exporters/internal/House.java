package io.togglebolt.metrics.exporters.internal;

import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.Metrics;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedScheduler;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The owner over the real slots, with simulated time, and what is written down meanwhile. */
final class House implements AutoCloseable {
  final SimulatedClock clock = new SimulatedClock();
  final SimulatedScheduler scheduler = new SimulatedScheduler(clock);
  final SlotFactory slots =
      ServiceLoader.load(SlotFactory.class)
          .findFirst()
          .orElseThrow()
          .with(clock, scheduler, Metrics.none());
  final Exporters exporters = new Exporters(slots, clock, scheduler);
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<String> log = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("io.togglebolt");
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          log.add(entry.getLevel() + " " + formatter.formatMessage(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  House() {
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  /** What was written down, without that something serves. */
  List<String> warnings() {
    return log.stream().filter(line -> !line.startsWith("INFO exporter ")).toList();
  }

  /** Somebody offers an exporter, and everything that follows at once from it has happened. */
  FakeFactory add(String name, String revision, int ranking) {
    FakeFactory factory = new FakeFactory(name, revision, ranking, events);
    add(factory);
    return factory;
  }

  void add(FakeFactory factory) {
    exporters.add(factory.candidate);
    scheduler.runUntilIdle();
  }

  void remove(FakeFactory factory) {
    exporters.remove(factory.candidate);
    scheduler.runUntilIdle();
  }

  void choose(String... names) {
    exporters.choose(ChosenNames.of(names));
    scheduler.runUntilIdle();
  }

  ExporterStatus status(String name) {
    return exporters.exporters().stream()
        .filter(status -> status.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + exporters.exporters()));
  }

  List<String> names() {
    return exporters.exporters().stream().map(ExporterStatus::name).toList();
  }

  List<String> journal() {
    return slots.registry().journal().stream()
        .map(record -> record.event() + " " + record.from() + " " + record.to())
        .toList();
  }

  SwapRecord lastRecord() {
    return slots.registry().journal().getLast();
  }

  List<String> openSlots() {
    return slots.registry().slots().stream().map(slot -> slot.owner() + "/" + slot.kind()).toList();
  }

  /** Does something that waits, while the background goes on; time stands still. */
  <T> T whileRunning(Callable<T> waiting) throws Exception {
    FutureTask<T> task = new FutureTask<>(waiting);
    Thread thread = Thread.ofPlatform().daemon().start(task);
    eventually(
        "the call returns",
        () -> {
          scheduler.runUntilIdle();
          return task.isDone();
        });
    thread.join();
    try {
      return task.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception exception) {
        throw exception;
      }
      throw failed;
    }
  }

  void use(String... names) throws Exception {
    whileRunning(
        () -> {
          exporters.use(List.of(names), 10_000);
          return true;
        });
  }

  /** Waits in real time, without sleeping, for something that other threads do. */
  static void eventually(String what, BooleanSupplier holds) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadlineNanos) {
        throw new AssertionError("did not happen: " + what);
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  @Override
  public void close() {
    exporters.close();
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}
