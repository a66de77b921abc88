package io.togglebolt.storage.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every freelist policy owes to the database, tried on random lives of a ledger.
 *
 * <pre>
 * final class MyFreelistContractTest extends FreelistPolicyContract {
 *   &#64;Override
 *   protected FreelistPolicyFactory factory() {
 *     return new MyFreelistFactory();
 *   }
 * }
 * </pre>
 */
public abstract class FreelistPolicyContract {
  private static final String SEEDS = "io.togglebolt.storage.tck.Seeds#all";
  private static final int TRANSACTIONS = 800;
  private static final int READERS = 6;
  private static final long[] NO_READERS = {};

  /** For subclasses. */
  protected FreelistPolicyContract() {}

  /** Makes the policies that are tested. */
  protected abstract FreelistPolicyFactory factory();

  /**
   * Whether the policy promises to hold nothing that no open reader can see, wherever a run was
   * taken from and whichever part of an allocation it is; it is held to it then. Policies that keep
   * a run longer than need be are right as well, so this is false unless overridden.
   */
  protected boolean isExact() {
    return false;
  }

  @Test
  void factoryHasAName() {
    assertFalse(factory().name().isBlank());
  }

  @Test
  void startsEmpty() {
    FreelistPolicy policy = factory().create();
    assertEquals(new PageSetDigest(), policy.digest());
    assertEquals(List.of(), release(policy, NO_READERS));
    assertEquals(List.of(), release(policy, new long[] {3, 7}));
  }

  @Test
  void policiesOfOneFactoryShareNothing() {
    FreelistPolicyFactory factory = factory();
    FreelistPolicy first = factory.create();
    FreelistPolicy second = factory.create();
    PendingRun run = new PendingRun(10, 2, 4, Origin.FREELIST, 0, Kind.TREE, 5);
    first.freed(run);
    assertEquals(List.of(), release(second, NO_READERS));
    assertEquals(List.of(run), release(first, NO_READERS));
  }

  @Test
  void whatAReaderSeesIsKeptUntilItCloses() {
    FreelistPolicy policy = factory().create();
    PendingRun run = new PendingRun(10, 2, 4, Origin.FREELIST, 0, Kind.TREE, 9);
    policy.freed(run);
    assertEquals(List.of(), release(policy, new long[] {4}));
    assertEquals(List.of(), release(policy, new long[] {2, 8, 12}));
    assertEquals(List.of(run), release(policy, NO_READERS));
    assertEquals(List.of(), release(policy, NO_READERS));
  }

  @Test
  void whatWasForgottenIsNotReleased() {
    FreelistPolicy policy = factory().create();
    PendingRun kept = new PendingRun(10, 2, 4, Origin.FREELIST, 0, Kind.TREE, 5);
    PendingRun forgotten = new PendingRun(20, 3, 4, Origin.FREELIST, 0, Kind.TREE, 5);
    policy.freed(kept);
    policy.freed(forgotten);
    policy.forget(forgotten);
    PageSetDigest expected = new PageSetDigest();
    expected.add(kept.start(), kept.pages());
    assertEquals(expected, policy.digest());
    assertEquals(List.of(kept), release(policy, NO_READERS));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void releasesOnlyPendingRunsThatNoReaderSees(long seed) {
    LedgerSimulation ledger = new LedgerSimulation(seed);
    FreelistPolicy policy = factory().create();
    for (int i = 0; i < TRANSACTIONS; i++) {
      ledger.moveReaders(READERS);
      ledger.released(release(policy, ledger.readers()));
      requireExactness(ledger);
      assertEquals(ledger.digest(), policy.digest(), ledger.here());
      ledger.commit().forEach(policy::freed);
      assertEquals(ledger.digest(), policy.digest(), ledger.here());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void releasesEverythingOnceThereIsNoReader(long seed) {
    LedgerSimulation ledger = new LedgerSimulation(seed);
    FreelistPolicy policy = factory().create();
    for (int i = 1; i <= TRANSACTIONS; i++) {
      if (i % 40 == 0) {
        ledger.closeReaders();
        ledger.released(release(policy, ledger.readers()));
        assertEquals(List.of(), ledger.pendingShuffled(), ledger.here());
        assertEquals(new PageSetDigest(), policy.digest(), ledger.here());
      } else {
        ledger.moveReaders(READERS);
        ledger.released(release(policy, ledger.readers()));
      }
      ledger.commit().forEach(policy::freed);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void oneMadeFromTheLedgerGoesOnAsTheOldOneWould(long seed) {
    LedgerSimulation ledger = new LedgerSimulation(seed);
    FreelistPolicyFactory factory = factory();
    FreelistPolicy old = factory.create();
    FreelistPolicy young = factory.create();
    for (int i = 0; i < TRANSACTIONS; i++) {
      if (i % 25 == 0) {
        young = factory.create();
        ledger.pendingShuffled().forEach(young::freed);
        assertEquals(old.digest(), young.digest(), ledger.here());
      }
      ledger.moveReaders(READERS);
      List<PendingRun> released = release(old, ledger.readers());
      assertSameRuns(released, release(young, ledger.readers()), ledger);
      ledger.released(released);
      requireExactness(ledger);
      List<PendingRun> freed = ledger.commit();
      freed.forEach(old::freed);
      freed.reversed().forEach(young::freed);
      if (i % 100 == 99) {
        old = young;
      }
    }
  }

  /**
   * A successor is made from a copy of the ledger while the old policy goes on, and is then told
   * what it missed.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void oneBroughtUpToDateGoesOnAsTheOldOneWould(long seed) {
    LedgerSimulation ledger = new LedgerSimulation(seed);
    FreelistPolicyFactory factory = factory();
    FreelistPolicy serving = factory.create();
    for (int round = 0; round < 20; round++) {
      FreelistPolicy successor = factory.create();
      ledger.pendingShuffled().forEach(successor::freed);
      for (int i = 0; i < 30; i++) {
        ledger.moveReaders(READERS);
        List<PendingRun> released = release(serving, ledger.readers());
        ledger.released(released);
        released.forEach(successor::forget);
        List<PendingRun> freed = ledger.commit();
        freed.forEach(serving::freed);
        freed.forEach(successor::freed);
        assertEquals(ledger.digest(), successor.digest(), ledger.here());
      }
      for (int i = 0; i < 10; i++) {
        ledger.moveReaders(READERS);
        List<PendingRun> released = release(serving, ledger.readers());
        assertSameRuns(released, release(successor, ledger.readers()), ledger);
        ledger.released(released);
        requireExactness(ledger);
        List<PendingRun> freed = ledger.commit();
        freed.forEach(serving::freed);
        freed.forEach(successor::freed);
      }
      serving = successor;
    }
  }

  /** The other direction, that no reader sees what was released, is asked of every policy. */
  private void requireExactness(LedgerSimulation ledger) {
    if (isExact()) {
      assertEquals(
          List.of(), ledger.heldInVain(), () -> ledger.here() + ": held, but seen by no reader");
    }
  }

  private static void assertSameRuns(
      List<PendingRun> expected, List<PendingRun> found, LedgerSimulation ledger) {
    Set<PendingRun> missing = new HashSet<>(expected);
    found.forEach(missing::remove);
    assertTrue(missing.isEmpty(), () -> ledger.here() + ": not released: " + missing);
    assertEquals(expected.size(), found.size(), ledger.here() + ": released too much");
  }

  /** What the policy releases; the readers' array is spoilt afterwards, as its owner may do. */
  private static List<PendingRun> release(FreelistPolicy policy, long[] readers) {
    List<PendingRun> released = new ArrayList<>();
    long[] given = readers.clone();
    policy.release(given, released::add);
    assertArrayEquals(readers, given, "the readers belong to the database");
    Arrays.fill(given, -1);
    return released;
  }
}
