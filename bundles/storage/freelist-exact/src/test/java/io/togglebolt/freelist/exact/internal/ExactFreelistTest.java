package io.togglebolt.freelist.exact.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import io.togglebolt.storage.tck.LedgerSimulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ExactFreelistTest {
  private static final String SEEDS = "io.togglebolt.storage.tck.Seeds#all";
  private static final int TRANSACTIONS = 500;

  private static List<PendingRun> release(FreelistPolicy policy, long... readers) {
    List<PendingRun> released = new ArrayList<>();
    policy.release(readers, released::add);
    return released;
  }

  private static PendingRun tree(long start, long allocatedBy, long freedBy) {
    return new PendingRun(start, 1, allocatedBy, Origin.FREELIST, 0, Kind.TREE, freedBy);
  }

  @Test
  void isFoundByName() {
    assertTrue(
        ServiceLoader.load(FreelistPolicyFactory.class).stream()
            .anyMatch(provider -> provider.get().name().equals("exact")));
  }

  @ParameterizedTest(name = "allocated by {0}, freed by {1}, readers {2}: released {3}")
  @CsvSource({
    "5, 9, 4, true",
    "5, 9, 5, false",
    "5, 9, 8, false",
    "5, 9, 9, true",
    "5, 9, 4 9, true",
    "5, 9, 4 6 9, false",
    "5, 9, 4 12 17, true",
    "9, 9, 8 9, true",
    "0, 9, 1, false",
    "0, 9, 9, true"
  })
  void releasesATreePageUnlessAReaderIsInItsLife(
      long allocatedBy, long freedBy, String readers, boolean released) {
    FreelistPolicy policy = new ExactFreelist();
    PendingRun run = tree(10, allocatedBy, freedBy);
    policy.freed(run);
    long[] open = Arrays.stream(readers.split(" ")).mapToLong(Long::parseLong).toArray();
    assertEquals(released ? List.of(run) : List.of(), release(policy, open));
  }

  @Test
  void asksNeitherWhereARunWasTakenFromNorWhichPartOfAnAllocationItIs() {
    FreelistPolicy policy = new ExactFreelist();
    PendingRun fileEnd = new PendingRun(10, 2, 11, Origin.FILE_END, 0, Kind.TREE, 12);
    PendingRun part = new PendingRun(20, 2, 11, Origin.FREELIST, 3, Kind.TREE, 12);
    policy.freed(fileEnd);
    policy.freed(part);
    assertEquals(Set.of(fileEnd, part), new HashSet<>(release(policy, 10)));
  }

  @Test
  void releasesFreelistPagesAsIfNoReaderWereOpen() {
    FreelistPolicy policy = new ExactFreelist();
    PendingRun freelist = new PendingRun(10, 3, 0, Origin.UNKNOWN, 0, Kind.FREELIST, 12);
    policy.freed(freelist);
    assertEquals(List.of(freelist), release(policy, 1, 5, 11));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void releasesAfterEachStepWhatTheRuleSays(long seed) {
    LedgerSimulation ledger = new LedgerSimulation(seed);
    FreelistPolicy policy = new ExactFreelist();
    int visible = 0;
    for (int i = 0; i < TRANSACTIONS; i++) {
      ledger.moveReaders(8);
      Set<PendingRun> expected = unseen(ledger.pendingShuffled(), ledger.readers());
      List<PendingRun> released = release(policy, ledger.readers());
      assertEquals(expected.size(), released.size(), ledger.here());
      assertEquals(expected, new HashSet<>(released), ledger.here());
      ledger.released(released);
      visible += ledger.pendingShuffled().size();
      ledger.commit().forEach(policy::freed);
    }
    assertTrue(visible > TRANSACTIONS, "readers see hardly anything, so this shows nothing");
  }

  private static Set<PendingRun> unseen(List<PendingRun> pending, long[] readers) {
    Set<PendingRun> unseen = new HashSet<>(pending);
    unseen.removeIf(run -> Arrays.stream(readers).anyMatch(run::visibleTo));
    return unseen;
  }

  /** No database has such readers: they come and go anywhere. The answer is right all the same. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource(SEEDS)
  void isRightForAnyReaders(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FreelistPolicy policy = new ExactFreelist();
    List<PendingRun> pending = new ArrayList<>();
    long next = 2;
    for (int step = 0; step < 2_000; step++) {
      for (int i = random.nextInt(5); i > 0; i--) {
        long freedBy = random.nextLong(1, 60);
        Kind kind = random.nextInt(6) == 0 ? Kind.FREELIST : Kind.TREE;
        PendingRun run =
            new PendingRun(
                next++, 1, random.nextLong(freedBy + 1), Origin.FILE_END, 0, kind, freedBy);
        policy.freed(run);
        pending.add(run);
      }
      for (int i = random.nextInt(3); i > 0 && !pending.isEmpty(); i--) {
        policy.forget(pending.remove(random.nextInt(pending.size())));
      }
      long[] readers = random.longs(random.nextInt(7), 1, 60).distinct().sorted().toArray();
      Set<PendingRun> expected = unseen(pending, readers);
      List<PendingRun> released = release(policy, readers);
      String where = "seed " + seed + ", step " + step + ", readers " + Arrays.toString(readers);
      assertEquals(expected.size(), released.size(), where);
      assertEquals(expected, new HashSet<>(released), where);
      pending.removeAll(expected);
    }
  }

  /** Also one that was told of the same runs in another order. */
  @Test
  void twoPoliciesWithTheSameRunsReleaseInTheSameOrder() {
    LedgerSimulation ledger = new LedgerSimulation(1);
    FreelistPolicy one = new ExactFreelist();
    FreelistPolicy other = new ExactFreelist();
    for (int i = 0; i < TRANSACTIONS; i++) {
      ledger.moveReaders(8);
      List<PendingRun> released = release(one, ledger.readers());
      assertEquals(released, release(other, ledger.readers()), ledger.here());
      ledger.released(released);
      List<PendingRun> freed = ledger.commit();
      freed.forEach(one::freed);
      freed.reversed().forEach(other::freed);
    }
  }

  @Test
  void refusesToForgetWhatIsNotPending() {
    FreelistPolicy policy = new ExactFreelist();
    PendingRun run = tree(10, 4, 5);
    assertThrows(IllegalArgumentException.class, () -> policy.forget(run));
    policy.freed(run);
    PendingRun longer = new PendingRun(10, 2, 4, Origin.FREELIST, 0, Kind.TREE, 5);
    assertThrows(IllegalArgumentException.class, () -> policy.forget(longer));
    policy.forget(run);
    assertThrows(IllegalArgumentException.class, () -> policy.forget(run));
  }

  @Test
  void refusesARunThatIsPendingAlready() {
    FreelistPolicy policy = new ExactFreelist();
    policy.freed(tree(10, 4, 5));
    assertThrows(IllegalArgumentException.class, () -> policy.freed(tree(10, 4, 5)));
  }
}
