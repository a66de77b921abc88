package io.togglebolt.itests.simulation;

import io.togglebolt.itests.simulation.cluster.Plan;
import io.togglebolt.itests.simulation.cluster.Simulation;
import io.togglebolt.itests.simulation.invariant.Invariants;
import io.togglebolt.itests.simulation.member.MemberWatcher;
import io.togglebolt.itests.simulation.member.Plant;
import io.togglebolt.itests.simulation.world.EventLog;
import io.togglebolt.itests.simulation.world.QuietLogs;
import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.RaftFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Simulates seeds, several at the same time, each in one thread; and of those that fail says what
 * was broken, how to see it again, and where it is written down what happened.
 */
final class SeedRuns {
  private static final long PROGRESS_NANOS = 10_000_000_000L;

  private final RunOptions options;
  private final Path scratch;
  private final Members members;
  private final PrintStream out;
  private final AtomicLong next;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong undecided = new AtomicLong();
  private final SortedMap<String, Long> counts = new TreeMap<>();

  /** Of which members clusters are made. */
  record Members(RaftFactory factory, Set<Plant> plants) {}

  SeedRuns(RunOptions options, Path scratch, Members members, PrintStream out) {
    this.options = options;
    this.scratch = scratch;
    this.members = members;
    this.out = out;
    next = new AtomicLong(options.from());
  }

  /** The members that are shipped. */
  static Members clean() {
    return new Members(
        ServiceLoader.load(RaftFactory.class).findFirst().orElseThrow(),
        EnumSet.noneOf(Plant.class));
  }

  private Simulation.Setup setup() {
    return setup(members, options.wishes());
  }

  /** With all that is checked. */
  static Simulation.Setup setup(Members members, Plan.Wishes wishes) {
    return new Simulation.Setup(
        members.factory(),
        members.plants(),
        wishes,
        plan -> List.<MemberWatcher>of(new Invariants()));
  }

  /**
   * Finds out, before anything is simulated, whether what happens could be written down.
   *
   * @throws IOException when a file that may be needed cannot be written
   */
  void requireWritable() throws IOException {
    Path file = options.log().orElse(scratch.resolve("seed-" + options.from() + ".log"));
    boolean isNew = Files.notExists(file);
    FileLog.prepare(file);
    Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    if (isNew) {
      Files.delete(file);
    }
  }

  /** Simulates all; returns how many failed. */
  @SuppressWarnings("try")
  long run() throws InterruptedException {
    try (QuietLogs quiet = new QuietLogs()) {
      return runQuietly();
    }
  }

  private long runQuietly() throws InterruptedException {
    long begun = System.nanoTime();
    if (options.log().isPresent()) {
      one(options.log().get());
    } else {
      Thread interrupted = Thread.ofPlatform().unstarted(this::tellInterrupted);
      Runtime.getRuntime().addShutdownHook(interrupted);
      try {
        all(begun);
      } finally {
        forget(interrupted);
      }
    }
    double seconds = Math.max(1, System.nanoTime() - begun) / 1e9;
    out.printf(Locale.ROOT, "%.1f seconds, %.1f seeds a second%n", seconds, done.get() / seconds);
    if (undecided.get() > 0) {
      out.println(undecided + " histories took too long to be checked");
    }
    out.println("what happened: " + countWords());
    out.println(done + " seeds, " + failures + " failures");
    return failures.get();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException interrupted) {
      // The process is ending, and the hook has begun.
    }
  }

  /** Whoever interrupts a long run wants to know how far it came. */
  private void tellInterrupted() {
    out.println(
        "interrupted: " + done + " of " + options.seeds() + " seeds, " + failures + " failures");
    out.flush();
  }

  /** How often what happened in the seeds that found nothing, by words. */
  SortedMap<String, Long> counts() {
    synchronized (counts) {
      return new TreeMap<>(counts);
    }
  }

  private void add(Simulation.Outcome outcome) {
    synchronized (counts) {
      outcome.counts().forEach((what, times) -> counts.merge(what, times, Long::sum));
    }
    if (outcome.undecided()) {
      undecided.incrementAndGet();
    }
  }

  private String countWords() {
    return counts().entrySet().stream()
        .map(count -> count.getKey() + " " + count.getValue())
        .collect(Collectors.joining(", "));
  }

  private void one(Path file) {
    try {
      Simulation.Outcome outcome = logged(options.from(), file);
      add(outcome);
      out.println("seed " + options.from() + ": " + words(outcome));
    } catch (SimulationFailure failure) {
      failures.incrementAndGet();
      out.println("seed " + options.from() + " failed: " + failure.getMessage());
    }
    done.incrementAndGet();
    out.println("  events: " + file);
  }

  private static String words(Simulation.Outcome outcome) {
    return outcome.plan()
        + "; "
        + outcome.calls()
        + " calls, "
        + outcome.acknowledged()
        + " writes acknowledged"
        + (outcome.undecided() ? " (not checked: it took too long), " : ", ")
        + outcome.events()
        + " events in "
        + outcome.virtualNanos() / 1_000_000
        + " ms of virtual time";
  }

  private void all(long begun) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    long wanted = Math.min(options.threads(), options.seeds());
    for (int i = 0; i < wanted; i++) {
      threads.add(Thread.ofPlatform().name("seeds-" + i).start(this::seeds));
    }
    long told = begun;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        thread.join(200);
        long now = System.nanoTime();
        if (now - told > PROGRESS_NANOS) {
          told = now;
          out.printf(
              Locale.ROOT,
              "%d of %d seeds, %d failures, %.1f seeds a second%n",
              done.get(),
              options.seeds(),
              failures.get(),
              done.get() * 1e9 / (now - begun));
        }
      }
    }
  }

  private void seeds() {
    long end = options.from() + options.seeds();
    for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
      try {
        add(Simulation.run(seed, setup(), EventLog.NONE));
      } catch (RuntimeException | Error failure) {
        failures.incrementAndGet();
        tell(seed, failure);
      }
      done.incrementAndGet();
    }
  }

  /** A second run under the same seed does the same, and writes down what it does. */
  private void tell(long seed, Throwable failure) {
    Path file = scratch.resolve("seed-" + seed + ".log");
    String again = "no failure at all";
    try {
      logged(seed, file);
    } catch (SimulationFailure same) {
      again = String.valueOf(same.getMessage());
    }
    String what =
        failure instanceof SimulationFailure ? failure.getMessage() : "unexpected: " + failure;
    StringBuilder lines = new StringBuilder();
    lines
        .append("seed ")
        .append(seed)
        .append(" failed: ")
        .append(what)
        .append(System.lineSeparator());
    if (!again.equals(what)) {
      lines.append("  a second run of it gave: ").append(again).append(System.lineSeparator());
    }
    lines.append("  replay: ").append(options.replay(seed, file)).append(System.lineSeparator());
    lines.append("  events: ").append(file);
    out.println(lines);
  }

  /**
   * Simulates a seed and writes down what happens, with what ends it. Where that cannot be written
   * any more, the simulation goes on: what it comes to is worth more than how it got there.
   */
  private Simulation.Outcome logged(long seed, Path file) {
    try (FileLog log = FileLog.open(file, out)) {
      try {
        return Simulation.run(seed, setup(), log);
      } catch (RuntimeException | Error failure) {
        SimulationFailure told =
            failure instanceof SimulationFailure known
                ? known
                : new SimulationFailure("unexpected: " + failure, failure);
        log.failed(told);
        throw told;
      }
    }
  }
}
