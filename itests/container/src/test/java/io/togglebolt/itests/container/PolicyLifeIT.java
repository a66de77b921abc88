package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.SwapRecord.Event;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Whatever happens to the bundle of the serving policy, readers and a writer notice nothing. Each
 * test begins and ends with the default policy, exact, serving a database that is written all the
 * time.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class PolicyLifeIT {
  /** How long a withdrawn policy serves on by default. */
  private static final long GRACE_MILLIS = 500;

  private ConfiguredDatabase database;
  private WriterLoop writer;
  private HeldReader reader;
  private Bystanders others;
  private Bundle exact;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distribution(PolicyLifeIT.class)};
  }

  @Before
  public void openUnderLoad() throws Exception {
    exact = Container.bundle(Container.EXACT);
    database = ConfiguredDatabase.open("life", Map.of());
    database.awaitPolicy("exact");
    writer = new WriterLoop(database.database());
    writer.awaitCommits(20);
    reader = new HeldReader(database.database());
    others = Bystanders.of(Container.EXACT);
  }

  @After
  public void nobodyNoticed() throws Exception {
    try (var _ = database;
        var _ = others) {
      requireHealth();
      others.requireUntouched();
      reader.close();
      writer.close();
      database.check();
    }
  }

  private void requireHealth() throws Exception {
    writer.awaitCommits(20);
    reader.requireUnchanged();
    try (HeldReader fresh = new HeldReader(database.database())) {
      writer.awaitCommits(5);
      fresh.requireUnchanged();
    }
    database.check();
  }

  @Test
  public void stopAndStart() throws Exception {
    exact.stop();
    database.awaitPolicy("range");
    requireHealth();
    exact.start();
    database.awaitPolicy("exact");
  }

  @Test
  public void updateIsOneSwap() throws Exception {
    int attempts = 1;
    long before = Container.journalEnd();
    while (updateMillis() >= GRACE_MILLIS) {
      // On a machine that busy the old revision may have been given up before the new one came.
      assertTrue("an update within the grace time in 5 attempts", attempts++ < 5);
      before = Container.journalEnd();
    }
    requireHealth();
    List<SwapRecord> records = Container.journal("life", "freelist", before);
    assertEquals(records.toString(), 1, records.size());
    assertEquals(Event.SWAPPED, records.getFirst().event());
    assertEquals("exact", records.getFirst().from());
    assertEquals("exact", records.getFirst().to());
  }

  private long updateMillis() throws Exception {
    long begun = System.nanoTime();
    Container.updateFromDistribution(exact);
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    database.awaitPolicy("exact", exact);
    return tookMillis;
  }

  @Test
  public void refresh() throws Exception {
    Container.refresh(exact);
    database.awaitPolicy("exact", exact);
  }

  @Test
  public void uninstallKeepsNoClassLoaderAndInstallBringsThePolicyBack() throws Exception {
    String location = exact.getLocation();
    WeakReference<ClassLoader> loader = loaderOf(exact);
    exact.uninstall();
    exact = null;
    try {
      database.awaitPolicy("range");
      requireHealth();
      Await.collected(loader);
    } finally {
      exact = Container.installAgain(Container.EXACT, location);
    }
    database.awaitPolicy("exact", exact);
  }

  @Test
  public void updateKeepsNoClassLoader() throws Exception {
    WeakReference<ClassLoader> loader = loaderOf(exact);
    Container.updateFromDistribution(exact);
    database.awaitPolicy("exact", exact);
    Await.collected(loader);
  }

  private static WeakReference<ClassLoader> loaderOf(Bundle bundle) {
    return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
  }
}
