package io.togglebolt.freelist.legacy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import io.togglebolt.storage.tck.FreelistPolicyContract;
import io.togglebolt.storage.tck.LedgerSimulation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LegacyFreelistTest extends FreelistPolicyContract {

  @Override
  protected FreelistPolicyFactory factory() {
    return new LegacyFreelistFactory();
  }

  @Test
  void isFoundByName() {
    assertTrue(
        ServiceLoader.load(FreelistPolicyFactory.class).stream()
            .anyMatch(provider -> provider.get().name().equals("legacy")));
  }

  @Test
  void releasesWhatWasFreedBelowTheOldestReaderAndNothingElse() {
    FreelistPolicy policy = factory().create();
    List<PendingRun> runs = new ArrayList<>();
    for (long freedBy = 4; freedBy < 8; freedBy++) {
      PendingRun run =
          new PendingRun(10 * freedBy, 1, freedBy, Origin.FREELIST, 0, Kind.TREE, freedBy);
      runs.add(run);
      policy.freed(run);
    }
    List<PendingRun> released = new ArrayList<>();
    policy.release(new long[] {6, 100}, released::add);
    assertEquals(runs.subList(0, 2), released);
  }

  @Test
  void refusesToForgetWhatIsNotPending() {
    PendingRun run = new PendingRun(10, 1, 4, Origin.FREELIST, 0, Kind.TREE, 5);
    FreelistPolicy policy = factory().create();
    assertThrows(IllegalArgumentException.class, () -> policy.forget(run));
  }

  @Test
  void hasNoSettings() {
    assertThrows(
        IllegalArgumentException.class,
        () -> factory().withSettings(Map.of("freelist-pages", "1.3")));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.togglebolt.storage.tck.Seeds#all")
  void followsTheRule(long seed) {
    LedgerSimulation ledger = new LedgerSimulation(seed);
    FreelistPolicy policy = factory().create();
    for (int i = 0; i < 500; i++) {
      ledger.moveReaders(4);
      long[] readers = ledger.readers();
      Set<PendingRun> expected = new HashSet<>();
      for (PendingRun run : ledger.pendingShuffled()) {
        if (readers.length == 0 || run.freedBy() < readers[0]) {
          expected.add(run);
        }
      }
      Set<PendingRun> released = new HashSet<>();
      policy.release(readers, released::add);
      assertEquals(expected, released, ledger.here());
      ledger.released(released);
      ledger.commit().forEach(policy::freed);
    }
  }
}
