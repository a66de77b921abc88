package io.togglebolt.itests.container;

import static org.junit.Assert.assertTrue;

import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotStatus.CandidateStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
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
        byRanking(round);
        byDeployFolder(round);
        for (String kind : List.of(FREELIST, ALLOCATOR)) {
          byStopAndStart(kind);
          byUpdate(kind);
          byRefresh(kind);
          byUninstallAndInstall(kind);
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

  /** Waits until a part serves as it should, and for some commits and reads under it. */
  private void awaitServed(String kind, String what, Predicate<SlotStatus> asWanted) {
    Await.until(
        kind + " is served by " + what,
        () -> database.slot(kind).status(),
        () -> {
          SlotStatus status = database.slot(kind).status();
          return status.state() == SlotStatus.State.SERVING && asWanted.test(status);
        });
    writer.awaitCommits(3);
    readers.requireNoFailure();
  }

  private void awaitServed(String kind, String name) {
    awaitServed(kind, name, status -> name.equals(status.active()));
  }

  private void byCommand() throws Exception {
    try (Shell shell = new Shell()) {
      for (String kind : List.of(FREELIST, ALLOCATOR)) {
        for (String name : names(kind)) {
          shell.run(kind + ":use " + name + " " + NAME);
          awaitServed(kind, name);
        }
      }
    }
  }

  private List<String> names(String kind) {
    return database.slot(kind).status().candidates().stream().map(CandidateStatus::name).toList();
  }

  /** The database's own, and that of the range policy, whose candidate is then another one. */
  private void byConfiguration(int round) throws Exception {
    List<String> allocators = names(ALLOCATOR);
    for (String policy : names(FREELIST)) {
      String allocator = allocators.get(Math.floorMod(policy.hashCode(), allocators.size()));
      database.configure(Map.of(FREELIST, policy, ALLOCATOR, allocator));
      awaitServed(FREELIST, policy);
      awaitServed(ALLOCATOR, allocator);
    }
    database.configure(Map.of(FREELIST, "range"));
    awaitServed(FREELIST, "range");
    String old = activeKey(FREELIST);
    Dictionary<String, Object> claim = new Hashtable<>();
    claim.put("freelist-pages", round % 2 == 0 ? "1.4" : "1.3");
    Container.service(ConfigurationAdmin.class, null)
        .getConfiguration(Container.RANGE, "?")
        .update(claim);
    awaitServed(
        FREELIST,
        "range as configured",
        status -> "range".equals(status.active()) && !old.equals(activeKey(FREELIST)));
    database.configure(Map.of());
    awaitServed(FREELIST, "the highest", status -> status.pinned() == null);
  }

  private void byRanking(int round) throws Exception {
    String name = "ranked" + round;
    Bundle high = Container.installAndStart(TrialBundle.policy(name, 1_000));
    awaitServed(FREELIST, name);
    high.uninstall();
    awaitServed(FREELIST, "another than " + name, status -> !name.equals(status.active()));
  }

  private void byDeployFolder(int round) throws Exception {
    String name = "deployed" + round;
    Path jar = Path.of(System.getProperty(ExamOptions.DEPLOY), name + ".jar");
    Files.write(jar, TrialBundle.policy(name, 1_000).bytes());
    awaitServed(FREELIST, name);
    Files.delete(jar);
    awaitServed(FREELIST, "another than " + name, status -> !name.equals(status.active()));
  }

  private Optional<CandidateStatus> active(String kind) {
    return database.slot(kind).status().candidates().stream()
        .filter(CandidateStatus::active)
        .findFirst();
  }

  private String activeKey(String kind) {
    return active(kind).map(CandidateStatus::key).orElse("");
  }

  /** The bundle whose part serves: its id is what the candidate's key begins with. */
  private Bundle serving(String kind) {
    awaitServed(kind, "a part that is there", status -> active(kind).isPresent());
    return Container.context().getBundle(Long.parseLong(activeKey(kind).replaceFirst("/.*", "")));
  }

  private void byStopAndStart(String kind) throws Exception {
    Bundle bundle = serving(kind);
    String key = activeKey(kind);
    bundle.stop();
    awaitServed(kind, "another than " + key, status -> !key.equals(activeKey(kind)));
    bundle.start();
    awaitServed(kind, bundle);
  }

  /** Its ranking is the highest, so that it serves again. */
  private void awaitServed(String kind, Bundle bundle) {
    String prefix = bundle.getBundleId() + "/" + bundle.getLastModified() + "/";
    awaitServed(kind, "this " + bundle, status -> activeKey(kind).startsWith(prefix));
  }

  private void byUpdate(String kind) throws Exception {
    Bundle bundle = serving(kind);
    Container.updateFromDistribution(bundle);
    awaitServed(kind, bundle);
  }

  private void byRefresh(String kind) throws Exception {
    Bundle bundle = serving(kind);
    Container.refresh(bundle);
    awaitServed(kind, bundle);
  }

  private void byUninstallAndInstall(String kind) throws Exception {
    Bundle bundle = serving(kind);
    String name = bundle.getSymbolicName();
    String key = activeKey(kind);
    String location = bundle.getLocation();
    bundle.uninstall();
    awaitServed(kind, "another than " + key, status -> !key.equals(activeKey(kind)));
    awaitServed(kind, Container.installAgain(name, location));
  }
}
