package io.togglebolt.itests.simulation.member;

import io.togglebolt.itests.simulation.world.World;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The background threads of one process: what is handed in happens a little later, as an event of
 * the world; never once the process has ended.
 */
final class ProcessScheduler implements Scheduler {
  private static final int MOST_DELAY_MICROS = 2_000;

  private final World world;
  private final SplitMix64 random;
  private final Consumer<Runnable> guard;
  private final List<Task> waiting = new ArrayList<>();
  private boolean inline;
  private boolean closed;

  /** A task; each is itself, for the same work may be handed in twice. */
  private static final class Task {
    private final Runnable work;
    private final boolean soon;

    private Task(Runnable work, boolean soon) {
      this.work = work;
      this.soon = soon;
    }
  }

  /**
   * @param guard runs a task, and takes what it throws
   */
  ProcessScheduler(World world, SplitMix64 random, Consumer<Runnable> guard) {
    this.world = world;
    this.random = random;
    this.guard = guard;
  }

  @Override
  public void execute(Runnable task) {
    if (closed) {
      return;
    }
    if (inline) {
      task.run();
      return;
    }
    add(new Task(task, true), random.below(MOST_DELAY_MICROS) * 1_000L);
  }

  @Override
  public Scheduled schedule(Runnable task, long delayMillis) {
    Task own = new Task(task, false);
    if (!closed) {
      add(own, Math.max(0, delayMillis) * World.MILLI);
    }
    return () -> waiting.remove(own);
  }

  private void add(Task own, long delayNanos) {
    waiting.add(own);
    world.after(
        delayNanos,
        () -> {
          if (waiting.remove(own)) {
            guard.accept(own.work);
          }
        });
  }

  /** Something that waits for what it hands in. */
  interface Waiting {
    void run() throws InterruptedException;
  }

  /** Runs something that waits for background work, which therefore happens at once. */
  void inline(Waiting work) {
    inline = true;
    try {
      work.run();
    } catch (InterruptedException unexpected) {
      throw new AssertionError("nobody interrupts a simulation", unexpected);
    } finally {
      inline = false;
    }
  }

  /** Does what was to happen soon now, as when a process has nothing else to do for a while. */
  void runSoon() {
    for (Task next = soon(); next != null; next = soon()) {
      waiting.remove(next);
      next.work.run();
    }
  }

  private @Nullable Task soon() {
    return waiting.stream().filter(task -> task.soon).findFirst().orElse(null);
  }

  /** Forgets all tasks, and those that come later. */
  @Override
  public void close() {
    closed = true;
    waiting.clear();
  }
}
