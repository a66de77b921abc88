package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.Metrics;
import io.togglebolt.runtime.Scheduler;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.DatabaseOptions;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.testkit.SimulatedClock;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SimulatedScheduler;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A candidate that does not return is set aside when its time is over, wherever it hangs, and no
 * writer waits for it meanwhile.
 */
class HangingCandidateTest {
  private static final String HANGS = "hangs";
  private static final long DEADLINE_SECONDS = 20;

  /** The call that does not return. */
  private enum Call {
    CREATE,
    FREED,
    DIGEST
  }

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  /** Hand-overs run on threads of their own, and time stands still until the test moves it. */
  private record Threads(Scheduler threads, SimulatedScheduler timers) implements Scheduler {
    @Override
    public void execute(Runnable task) {
      threads.execute(task);
    }

    @Override
    public Scheduled schedule(Runnable task, long delayMillis) {
      return timers.schedule(task, delayMillis);
    }

    @Override
    public void close() {
      threads.close();
    }
  }

  @ParameterizedTest
  @EnumSource(Call.class)
  void writersGoOnWhileACandidateHangs(Call call) throws Exception {
    SimulatedClock clock = new SimulatedClock();
    SimulatedScheduler timers = new SimulatedScheduler(clock);
    EngineBed names = new EngineBed(new SimulatedDisk());
    try (Scheduler threads = Scheduler.background("hanging-candidates")) {
      SlotFactory slots =
          EngineBed.service(SlotFactory.class)
              .with(clock, new Threads(threads, timers), Metrics.none());
      Candidates<PageAllocatorFactory> allocators = slots.candidates();
      Candidates<FreelistPolicyFactory> policies = slots.candidates();
      allocators.add(names.candidate(EngineBed.allocator("first-fit")));
      policies.add(names.candidate(EngineBed.policy("legacy")));
      Engine engine =
          new Engine(new SimulatedDisk(), clock, new Space.Parts(slots, allocators, policies));
      try (Database database = engine.open(EngineBed.FILE, DatabaseOptions.defaults())) {
        Transaction reader = database.beginRead();
        write(database, 1);
        policies.add(names.candidate(hangingIn(call)));
        assertTrue(entered.await(DEADLINE_SECONDS, TimeUnit.SECONDS), "never asked");
        FutureTask<?> write = new FutureTask<>(() -> write(database, 2), null);
        Thread writer = Thread.ofPlatform().daemon().start(write);
        write.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        writer.join();
        timers.advance(TimeUnit.MINUTES.toMillis(10));
        SlotStatus status = EngineBed.slot(database, "freelist").status();
        assertEquals("legacy", status.active());
        assertTrue(reason(status).contains("not ready"), reason(status));
        write(database, 3);
        reader.close();
        end.countDown();
        Model.assertSound(database);
      } finally {
        end.countDown();
      }
    }
  }

  private static String reason(SlotStatus status) {
    return status.candidates().stream()
        .filter(candidate -> candidate.name().equals(HANGS))
        .map(candidate -> Objects.requireNonNullElse(candidate.setAside(), "trusted"))
        .findFirst()
        .orElseThrow();
  }

  private static void write(Database database, int number) {
    database.update(transaction -> transaction.createBucket(new byte[] {(byte) number}));
  }

  private FreelistPolicyFactory hangingIn(Call call) {
    return new FreelistPolicyFactory() {
      @Override
      public String name() {
        return HANGS;
      }

      @Override
      public int ranking() {
        return 1_000_000;
      }

      @Override
      public FreelistPolicy create() {
        hang(call == Call.CREATE);
        return hanging(call, EngineBed.policy("exact").create());
      }
    };
  }

  private FreelistPolicy hanging(Call call, FreelistPolicy inner) {
    return new FreelistPolicy() {
      @Override
      public void freed(PendingRun run) {
        hang(call == Call.FREED);
        inner.freed(run);
      }

      @Override
      public void forget(PendingRun run) {
        inner.forget(run);
      }

      @Override
      public void release(long[] readers, Releases releases) {
        inner.release(readers, releases);
      }

      @Override
      public PageSetDigest digest() {
        hang(call == Call.DIGEST);
        return inner.digest();
      }
    };
  }

  /** An interrupt changes nothing. */
  private void hang(boolean hangs) {
    if (!hangs) {
      return;
    }
    entered.countDown();
    boolean interrupted = false;
    while (end.getCount() > 0) {
      try {
        end.await();
      } catch (InterruptedException ignored) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
