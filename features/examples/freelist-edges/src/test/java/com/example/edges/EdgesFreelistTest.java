package com.example.edges;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import io.togglebolt.storage.tck.FreelistPolicyContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every policy owes, and what this one says of itself. */
final class EdgesFreelistTest extends FreelistPolicyContract {

  @Override
  protected FreelistPolicyFactory factory() {
    return new EdgesFreelist.Factory();
  }

  @Test
  void whatNeitherTheOldestNorTheNewestReaderCouldSeeIsReleasedAndTheRestWaits() {
    FreelistPolicy policy = factory().create();
    PendingRun before = run(10, 3, 20);
    PendingRun between = run(11, 21, 29);
    PendingRun seen = run(12, 25, 35);
    PendingRun after = run(13, 31, 35);
    List.of(before, between, seen, after).forEach(policy::freed);
    List<PendingRun> released = new ArrayList<>();
    policy.release(new long[] {20, 30}, released::add);
    assertEquals(List.of(before, after), released);
  }

  private static PendingRun run(long page, long allocatedBy, long freedBy) {
    return new PendingRun(page, 1, allocatedBy, Origin.FREELIST, 0, Kind.TREE, freedBy);
  }
}
