package io.togglebolt.itests.container;

import static org.junit.Assert.assertTrue;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Policies and allocators are swapped in every way that a container knows, round after round, and
 * those who write and read notice nothing. A fifth of {@code -Dtogglebolt.swaps} is made here, the
 * rest being the engine's own test's.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SwapStressIT {
  private static final long SWAPS = Long.getLong("togglebolt.swaps", 300) / 5;
  private static final String NAME = "stress";
  private static final String ALLOCATOR = "allocator";
  private static final String FREELIST = "freelist";

  private ConfiguredDatabase database;
  private WriterLoop writer;
  private StaggeredReaders readers;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distribution(SwapStressIT.class)};
  }

  @Test
  public void everyWayToSwapGoesUnnoticed() throws Exception {
    database = ConfiguredDatabase.open(NAME, Map.of());
    try (var _ = database) {
      writer = new WriterLoop(database.database());
      writer.awaitCommits(20);
      readers = new StaggeredReaders(database.database(), writer);
      for (int round = 0; swaps() < SWAPS; round++) {
        long before = swaps();
        byCommand();
        byConfiguration(round);
        String ranked = "ranked" + round;
        swapsOf(FREELIST).byRanking(ranked, TrialBundle.policy(ranked, 1_000));
        String deployed = "deployed" + round;
        swapsOf(FREELIST).byDeployFolder(deployed, TrialBundle.policy(deployed, 1_000));
        for (String kind : List.of(FREELIST, ALLOCATOR)) {
          SlotSwaps swaps = swapsOf(kind);
          swaps.byStopAndStart();
          swaps.byUpdate();
          swaps.byRefresh();
          swaps.byUninstallAndInstall();
        }
        assertTrue("swaps in round " + round + ": " + swaps(), swaps() >= before + 15);
        database.check();
      }
      readers.close();
      writer.close();
      database.check();
    }
  }

  private long swaps() {
    return List.of(FREELIST, ALLOCATOR).stream()
        .mapToLong(kind -> database.slot(kind).status().swaps())
        .sum();
  }

  private SlotSwaps swapsOf(String kind) {
    return new SlotSwaps(kind, () -> database.slot(kind).status(), this::requireLoad);
  }

  /** Some commits and reads. */
  private void requireLoad() {
    writer.awaitCommits(3);
    readers.requireNoFailure();
  }

  private void byCommand() throws Exception {
    try (Shell shell = new Shell()) {
      for (String kind : List.of(FREELIST, ALLOCATOR)) {
        for (String name : swapsOf(kind).names()) {
          shell.run(kind + ":use " + name + " " + NAME);
          swapsOf(kind).awaitServed(name);
        }
      }
    }
  }

  /** The database's own, and that of the range policy, whose candidate is then another one. */
  private void byConfiguration(int round) throws Exception {
    SlotSwaps freelist = swapsOf(FREELIST);
    List<String> allocators = swapsOf(ALLOCATOR).names();
    for (String policy : freelist.names()) {
      String allocator = allocators.get(Math.floorMod(policy.hashCode(), allocators.size()));
      database.configure(Map.of(FREELIST, policy, ALLOCATOR, allocator));
      freelist.awaitServed(policy);
      swapsOf(ALLOCATOR).awaitServed(allocator);
    }
    database.configure(Map.of(FREELIST, "range"));
    freelist.awaitServed("range");
    String old = freelist.activeKey();
    Dictionary<String, Object> claim = new Hashtable<>();
    claim.put("freelist-pages", round % 2 == 0 ? "1.4" : "1.3");
    Container.service(ConfigurationAdmin.class, null)
        .getConfiguration(Container.RANGE, "?")
        .update(claim);
    freelist.awaitServed(
        "range as configured",
        status -> "range".equals(status.active()) && !old.equals(freelist.activeKey()));
    database.configure(Map.of());
    freelist.awaitServed("the highest", status -> status.pinned() == null);
  }
}
