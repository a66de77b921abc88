package io.togglebolt.freelist.range.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import io.togglebolt.storage.tck.LedgerSimulation;
import io.togglebolt.storage.tck.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RangeFreelistTest {
  private static final int TRANSACTIONS = 500;

  static Stream<Arguments> claimsAndSeeds() {
    return Stream.of("original", "1.3", "1.4")
        .flatMap(claim -> Seeds.all().mapToObj(seed -> Arguments.of(claim, seed)));
  }

  private static FreelistPolicy policy(String claim) {
    return new RangeFreelistFactory().withSettings(Map.of("freelist-pages", claim)).create();
  }

  private static List<PendingRun> release(FreelistPolicy policy, long... readers) {
    List<PendingRun> released = new ArrayList<>();
    policy.release(readers, released::add);
    return released;
  }

  @ParameterizedTest(name = "freelist-pages {0}, seed {1}")
  @MethodSource("claimsAndSeeds")
  void releasesPageByPageWhatTheRuleSays(String claim, long seed) {
    LedgerSimulation ledger = new LedgerSimulation(seed);
    FreelistPolicy policy = policy(claim);
    RangeRuleByPage rule = new RangeRuleByPage(claim);
    for (int i = 0; i < TRANSACTIONS; i++) {
      ledger.moveReaders(5);
      List<PendingRun> released = release(policy, ledger.readers());
      SortedSet<Long> pages = new TreeSet<>();
      for (PendingRun run : released) {
        for (int page = 0; page < run.pages(); page++) {
          pages.add(run.start() + page);
        }
      }
      assertEquals(rule.release(ledger.readers()), pages, ledger.here());
      ledger.released(released);
      for (PendingRun run : ledger.commit()) {
        policy.freed(run);
        rule.freed(run);
      }
    }
  }

  @ParameterizedTest(name = "freelist-pages {0}, seed {1}")
  @MethodSource("claimsAndSeeds")
  void forgottenAllocationsChangeNothing(String claim, long seed) {
    LedgerSimulation ledger = new LedgerSimulation(seed);
    FreelistPolicy forgetful = policy(claim);
    FreelistPolicy remembering = policy(claim);
    int forgotten = 0;
    for (int i = 0; i < TRANSACTIONS; i++) {
      ledger.moveReaders(5);
      List<PendingRun> released = release(forgetful, ledger.readers());
      Set<PendingRun> truths = new HashSet<>();
      released.forEach(run -> truths.add(ledger.truth(run)));
      assertEquals(truths, new HashSet<>(release(remembering, ledger.readers())), ledger.here());
      ledger.released(released);
      for (PendingRun run : ledger.commit()) {
        forgetful.freed(run);
        remembering.freed(ledger.truth(run));
        forgotten += run.equals(ledger.truth(run)) ? 0 : 1;
      }
    }
    assertTrue(forgotten > 0, "the history forgets nothing, so it shows nothing");
  }

  @Test
  void releasesWhatLivedBetweenTwoReaders() {
    FreelistPolicy policy = policy("original");
    PendingRun between = new PendingRun(10, 1, 11, Origin.FREELIST, 0, Kind.TREE, 19);
    PendingRun seenByTheFirst = new PendingRun(20, 1, 10, Origin.FREELIST, 0, Kind.TREE, 19);
    PendingRun freedByTheSecond = new PendingRun(30, 1, 11, Origin.FREELIST, 0, Kind.TREE, 20);
    PendingRun afterTheLast = new PendingRun(40, 1, 21, Origin.FREELIST, 0, Kind.TREE, 21);
    Stream.of(between, seenByTheFirst, freedByTheSecond, afterTheLast).forEach(policy::freed);
    assertEquals(List.of(between, afterTheLast), release(policy, 10, 20));
  }

  @Test
  void doesNotKnowWhatWasTakenAtTheFilesEndNorPartsOfAnAllocation() {
    FreelistPolicy policy = policy("original");
    PendingRun fileEnd = new PendingRun(10, 1, 11, Origin.FILE_END, 0, Kind.TREE, 12);
    PendingRun part = new PendingRun(20, 1, 11, Origin.FREELIST, 1, Kind.TREE, 12);
    policy.freed(fileEnd);
    policy.freed(part);
    assertEquals(List.of(), release(policy, 10));
    assertEquals(List.of(fileEnd, part), release(policy, 13));
  }

  @ParameterizedTest(name = "freelist-pages {0}: reader at {1}, releases {2}")
  @CsvSource({
    "original, 11, true", "original, 12, false",
    "1.3, 10, true", "1.3, 11, false",
    "1.4, 1, false", "1.4, 13, true"
  })
  void claimsUnknownFreelistPagesAsConfigured(String claim, long reader, boolean releases) {
    FreelistPolicy policy = policy(claim);
    PendingRun freelist = new PendingRun(10, 1, 11, Origin.FILE_END, 0, Kind.FREELIST, 12);
    policy.freed(freelist);
    assertEquals(releases ? List.of(freelist) : List.of(), release(policy, reader));
  }

  @Test
  void looksAgainOnceTheReaderBelowHasClosed() {
    FreelistPolicy policy = policy("original");
    PendingRun run = new PendingRun(10, 1, 8, Origin.FREELIST, 0, Kind.TREE, 12);
    policy.freed(run);
    assertEquals(List.of(), release(policy, 5, 9));
    assertEquals(List.of(), release(policy, 5, 9));
    assertEquals(List.of(run), release(policy, 5));
  }

  @Test
  void refusesToForgetWhatIsNotPending() {
    PendingRun run = new PendingRun(10, 1, 4, Origin.FREELIST, 0, Kind.TREE, 5);
    FreelistPolicy policy = policy("original");
    assertThrows(IllegalArgumentException.class, () -> policy.forget(run));
  }
}
