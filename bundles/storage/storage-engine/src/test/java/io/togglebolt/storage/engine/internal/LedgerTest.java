package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final long[] NOBODY = {};

  private final Ledger ledger = new Ledger();

  private static Allocation tree(long start, int pages, Origin origin) {
    return new Allocation(start, pages, origin, Kind.TREE);
  }

  @Test
  void aFreedRunCarriesWhoAllocatedItAndWhereItCameFrom() {
    ledger.commit(
        5, List.of(), List.of(tree(10, 2, Origin.FREELIST), tree(20, 1, Origin.FILE_END)));
    assertEquals(
        new PendingRun(10, 2, 5, Origin.FREELIST, 0, Kind.TREE, 6),
        ledger.describe(10, 2, Kind.TREE, 6));
    assertEquals(
        new PendingRun(20, 1, 5, Origin.FILE_END, 0, Kind.TREE, 6),
        ledger.describe(20, 1, Kind.TREE, 6));
    assertEquals(
        new PendingRun(30, 1, PendingRun.UNKNOWN, Origin.UNKNOWN, 0, Kind.TREE, 6),
        ledger.describe(30, 1, Kind.TREE, 6));
  }

  @Test
  void aTagIsKeptWhileAReaderIsOlderThanTheAllocationAndNoLonger() {
    ledger.commit(5, List.of(), List.of(tree(10, 1, Origin.FREELIST)));
    ledger.commit(6, List.of(), List.of(tree(11, 1, Origin.FREELIST)));
    ledger.dropTags(new long[] {4, 9});
    assertEquals(2, ledger.tags());
    ledger.dropTags(new long[] {5, 9});
    assertEquals(1, ledger.tags());
    assertEquals(PendingRun.UNKNOWN, ledger.describe(10, 1, Kind.TREE, 9).allocatedBy());
    assertEquals(6, ledger.describe(11, 1, Kind.TREE, 9).allocatedBy());
    ledger.dropTags(NOBODY);
    assertEquals(0, ledger.tags());
    assertEquals(0, ledger.taggedTransactions());
  }

  @Test
  void whatItKeepsIsBoundedByTheLivePagesHoweverLongAReaderStays() {
    long[] longReader = {1};
    for (int txid = 2; txid < 10_000; txid++) {
      ledger.dropTags(longReader);
      List<PendingRun> freed =
          txid == 2 ? List.of() : List.of(ledger.describe(10 + (txid & 1), 1, Kind.TREE, txid));
      ledger.commit(txid, freed, List.of(tree(11 - (txid & 1), 1, Origin.FREELIST)));
      freed.forEach(run -> assertTrue(ledger.release(run)));
    }
    assertEquals(1, ledger.tags());
    assertEquals(1, ledger.taggedTransactions());
  }

  @Test
  void aPageThatIsAllocatedAgainHasTheYoungerTag() {
    ledger.commit(5, List.of(), List.of(tree(10, 1, Origin.FREELIST)));
    PendingRun freed = ledger.describe(10, 1, Kind.TREE, 6);
    ledger.commit(6, List.of(freed), List.of());
    assertTrue(ledger.release(freed));
    ledger.commit(7, List.of(), List.of(tree(10, 1, Origin.FILE_END)));
    ledger.dropTags(new long[] {5});
    assertEquals(7, ledger.describe(10, 1, Kind.TREE, 8).allocatedBy());
  }

  @Test
  void theFreelistsOwnRunKeepsItsTag() {
    ledger.commit(5, List.of(), List.of(new Allocation(9, 1, Origin.FREELIST, Kind.FREELIST)));
    ledger.dropTags(NOBODY);
    assertEquals(
        new PendingRun(9, 1, 5, Origin.FREELIST, 0, Kind.FREELIST, 6),
        ledger.describe(9, 1, Kind.FREELIST, 6));
  }

  @Test
  void aRunIsReleasedOnceAndOnlyAsItIs() {
    PendingRun run = ledger.describe(10, 3, Kind.TREE, 6);
    ledger.commit(6, List.of(run), List.of());
    assertEquals(3, ledger.pendingPages());
    PendingRun other = new PendingRun(10, 2, 0, Origin.UNKNOWN, 0, Kind.TREE, 6);
    assertFalse(ledger.isPending(other));
    assertFalse(ledger.release(other));
    assertTrue(ledger.release(run));
    assertFalse(ledger.release(run));
    assertEquals(0, ledger.pendingPages());
    assertEquals(new io.togglebolt.storage.spi.PageSetDigest(), ledger.pendingDigest());
  }

  @Test
  void aRunThatIsPendingCannotBecomePendingAgain() {
    PendingRun run = ledger.describe(10, 1, Kind.TREE, 6);
    ledger.commit(6, List.of(run), List.of());
    assertThrows(IllegalStateException.class, () -> ledger.commit(7, List.of(run), List.of()));
  }
}
