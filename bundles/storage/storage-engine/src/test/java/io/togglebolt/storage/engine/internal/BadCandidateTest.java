package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus.CandidateStatus;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.SwapRecord.Event;
import io.togglebolt.storage.Database;
import io.togglebolt.storage.Transaction;
import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageAllocator;
import io.togglebolt.storage.spi.PageAllocatorFactory;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import io.togglebolt.testkit.SimulatedDisk;
import io.togglebolt.testkit.SplitMix64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * A bad candidate is set aside, whether it fails before it serves or while it does: another one
 * serves on, the reason is shown, and the log says it once however often the slot is used after.
 */
class BadCandidateTest {
  private static final String BAD = "unreliable";

  @ParameterizedTest
  @EnumSource(UnreliablePolicy.Fault.class)
  void aBadPolicyIsNamedOnceAndItsReasonStays(UnreliablePolicy.Fault fault) {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    FreelistPolicyFactory inner = EngineBed.policy("legacy");
    bed.policies.add(bed.candidate(UnreliablePolicy.factory(BAD, new SplitMix64(1), inner, fault)));
    requireSetAsideOnce(bed, "freelist", "exact");
  }

  @ParameterizedTest
  @EnumSource(
      value = UnreliableAllocator.Fault.class,
      names = {"LOSES_PAGES", "ANSWERS_TWICE_THE_SAME"},
      mode = Mode.EXCLUDE)
  void aBadAllocatorIsNamedOnceAndItsReasonStays(UnreliableAllocator.Fault fault) {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    PageAllocatorFactory inner = EngineBed.allocator("first-fit");
    bed.allocators.add(
        bed.candidate(UnreliableAllocator.factory(BAD, new SplitMix64(1), inner, fault)));
    requireSetAsideOnce(bed, "allocator", "segregated");
  }

  @Test
  void anAllocatorWhoseRunsOverlapIsSetAside() {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    bed.allocators.add(bed.candidate(handsOutTwice()));
    requireSetAsideOnce(bed, "allocator", "segregated");
  }

  @Test
  void aPolicyThatLosesARunDoesNotTakeOverAndIsNamedOnce() {
    EngineBed bed = EngineBed.withAllParts(new SimulatedDisk());
    try (SlotWarnings warnings = new SlotWarnings();
        Database database = bed.open(1024);
        Transaction _ = database.beginRead()) {
      write(database, 0);
      write(database, 1);
      bed.policies.add(bed.candidate(losesAll()));
      SlotControl slot = EngineBed.slot(database, "freelist");
      slot.pin(BAD);
      for (int i = 0; i < 20; i++) {
        write(database, i);
        bed.scheduler.runUntilIdle();
        assertEquals("exact", slot.status().active());
      }
      assertEquals(1, warnings.with(BAD + " was set aside").size());
      assertTrue(reason(slot).contains("expected"), reason(slot));
      assertEquals(1, setAsides(bed).size());
    }
  }

  private static void requireSetAsideOnce(EngineBed bed, String kind, String next) {
    try (SlotWarnings warnings = new SlotWarnings();
        Database database = bed.open(1024)) {
      SlotControl slot = EngineBed.slot(database, kind);
      slot.pin(BAD);
      try (Transaction _ = database.beginRead()) {
        for (int i = 0; i < 120; i++) {
          write(database, i);
          bed.scheduler.runUntilIdle();
        }
      }
      for (int i = 0; i < 120; i++) {
        write(database, i);
        bed.scheduler.runUntilIdle();
      }
      assertEquals(next, slot.status().active());
      assertEquals(List.of(), warnings.with("vacant"));
      List<String> named = warnings.with(BAD + " was set aside");
      assertEquals(1, named.size(), () -> "in the log: " + named);
      assertTrue(named.getFirst().contains(reason(slot)), named.getFirst());
      assertEquals(1, setAsides(bed).size());
      assertFalse(setAsides(bed).getFirst().reason().isEmpty());
      Model.assertSound(database);
    }
  }

  private static List<SwapRecord> setAsides(EngineBed bed) {
    return bed.slots.registry().journal().stream()
        .filter(swap -> swap.event() == Event.SET_ASIDE)
        .toList();
  }

  private static String reason(SlotControl slot) {
    return slot.status().candidates().stream()
        .filter(candidate -> candidate.name().equals(BAD))
        .map(CandidateStatus::setAside)
        .map(Objects::requireNonNull)
        .findFirst()
        .orElseThrow();
  }

  private static void write(Database database, int number) {
    database.update(
        transaction ->
            transaction
                .createBucketIfMissing(new byte[] {'b'})
                .put(new byte[] {(byte) number}, new byte[300 + number % 7]));
  }

  /** Hands each run out a second time. */
  private static PageAllocatorFactory handsOutTwice() {
    return new PageAllocatorFactory() {
      @Override
      public String name() {
        return BAD;
      }

      @Override
      public PageAllocator create() {
        return new UnreliableAllocator(
            EngineBed.allocator("first-fit").create(),
            UnreliableAllocator.Fault.ANSWERS_TWICE_THE_SAME,
            1);
      }
    };
  }

  private static FreelistPolicyFactory losesAll() {
    return new FreelistPolicyFactory() {
      @Override
      public String name() {
        return BAD;
      }

      @Override
      public FreelistPolicy create() {
        return new UnreliablePolicy(
            EngineBed.policy("legacy").create(), UnreliablePolicy.Fault.LOSES_PAGES, 0);
      }
    };
  }

  // Parts that never catch up, and those that only seem to.

  private static final List<PendingRun> TOO_MANY =
      Collections.nCopies(
          DeltaLog.MAX_CHANGES + 1,
          new PendingRun(2, 1, PendingRun.UNKNOWN, Origin.UNKNOWN, 0, Kind.TREE, 1));

  private static FreelistOwner owner(Ledger ledger) {
    return new FreelistOwner(
        ledger,
        new PartOwner.Boundary() {
          @Override
          public boolean run(Runnable task) {
            task.run();
            return true;
          }

          @Override
          public boolean inside() {
            return false;
          }

          @Override
          public long nanoTime() {
            return 0;
          }
        });
  }

  @Test
  void aPartThatMissedTooMuchIsMadeFromAnotherCopyButNotForEver() throws Exception {
    Ledger ledger = new Ledger();
    FreelistOwner owner = owner(ledger);
    AtomicInteger made = new AtomicInteger();
    var handOver = Objects.requireNonNull(owner.begin());
    handOver.make(counting(made));
    for (int copies = 2; copies <= 3; copies++) {
      owner.note(new FreelistOwner.Delta(TOO_MANY, true));
      assertFalse(handOver.isClose());
      handOver.catchUp();
      assertTrue(handOver.isClose());
      assertEquals(copies, made.get());
    }
    owner.note(new FreelistOwner.Delta(TOO_MANY, true));
    assertThrows(IllegalStateException.class, handOver::complete, "never under the lock");
    IllegalStateException never = assertThrows(IllegalStateException.class, handOver::catchUp);
    assertTrue(never.getMessage().contains("never catches up"), never.getMessage());
    handOver.abandon();
  }

  @Test
  void whatWasDoneSinceTheNewCopyIsCaughtUpWith() throws Exception {
    Ledger ledger = new Ledger();
    FreelistOwner owner = owner(ledger);
    var handOver = Objects.requireNonNull(owner.begin());
    handOver.make(EngineBed.policy("legacy"));
    owner.note(new FreelistOwner.Delta(TOO_MANY, true));
    handOver.catchUp();
    List<PendingRun> freed =
        List.of(new PendingRun(9, 2, PendingRun.UNKNOWN, Origin.UNKNOWN, 0, Kind.TREE, 1));
    ledger.commit(1, freed, List.of());
    owner.note(new FreelistOwner.Delta(freed, true));
    assertEquals(ledger.pendingDigest(), handOver.complete().digest());
    handOver.abandon();
  }

  private static FreelistPolicyFactory counting(AtomicInteger made) {
    return new FreelistPolicyFactory() {
      @Override
      public String name() {
        return "counting";
      }

      @Override
      public FreelistPolicy create() {
        made.incrementAndGet();
        return EngineBed.policy("legacy").create();
      }
    };
  }
}
