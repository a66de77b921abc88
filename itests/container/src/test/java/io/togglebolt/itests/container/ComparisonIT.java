package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.togglebolt.storage.FreelistComparison;
import io.togglebolt.storage.FreelistComparison.Role;
import io.togglebolt.storage.FreelistComparison.Row;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
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

/** Policies run beside the serving one on a database that is written all the time. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ComparisonIT {
  private static final long STOP_MILLIS = 20_000;

  private ConfiguredDatabase database;
  private WriterLoop writer;
  private HeldReader reader;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distribution(ComparisonIT.class)};
  }

  @Before
  public void openUnderLoad() throws Exception {
    database = ConfiguredDatabase.open("compared", Map.of());
    database.awaitPolicy("exact");
    writer = new WriterLoop(database.database());
    writer.awaitCommits(20);
    reader = new HeldReader(database.database());
  }

  @After
  public void nobodyNoticed() throws Exception {
    try (var _ = database) {
      reader.close();
      writer.close();
      database.check();
    }
  }

  private static Row row(FreelistComparison comparison, String policy) {
    return comparison.rows().stream()
        .filter(row -> row.role() != Role.DATABASE && row.policy().equals(policy))
        .findFirst()
        .orElseThrow();
  }

  @Test
  public void underOneReaderLegacyNeedsMoreAndMoreOfTheFileAndExactDoesNot() throws Exception {
    try (FreelistComparison comparison = database.database().compareFreelists(List.of())) {
      writer.awaitCommits(100);
      long legacyBefore = row(comparison, "legacy").filePages();
      writer.awaitCommits(300);
      comparison.stop(STOP_MILLIS);
      List<Row> rows = comparison.rows();
      for (Row row : rows) {
        assertEquals(row.toString(), "", row.problem());
        assertEquals(row.toString(), comparison.transactions(), row.transactions());
      }
      Row legacy = row(comparison, "legacy");
      Row exact = row(comparison, "exact");
      // Each commit of the loop frees a value of three pages, and the pages above it.
      assertTrue(rows.toString(), legacy.filePages() > legacyBefore + 900);
      assertTrue(rows.toString(), legacy.pendingPages() > 1_200);
      // What the held reader sees, which is as much as was there when it began.
      assertTrue(rows.toString(), exact.pendingPages() < legacy.pendingPages() / 4);
      assertEquals(rows.toString(), Role.SERVING, exact.role());
      assertEquals(rows.toString(), rows.getFirst().filePages(), exact.filePages());
    }
  }

  @Test
  public void aPolicyWhoseBundleIsUninstalledMeanwhileIsGivenUpAndItsClassesAreLetGo()
      throws Exception {
    Bundle legacy = Container.bundle(Container.LEGACY);
    String location = legacy.getLocation();
    try (FreelistComparison comparison = database.database().compareFreelists(List.of())) {
      writer.awaitCommits(20);
      Await.until("the shadow replays", () -> row(comparison, "legacy").transactions() > 0);
      WeakReference<ClassLoader> loader =
          new WeakReference<>(legacy.adapt(BundleWiring.class).getClassLoader());
      legacy.uninstall();
      legacy = null;
      try {
        Await.until(
            "the shadow is given up",
            () -> row(comparison, "legacy").problem().equals("its bundle has left"));
        Await.until(
            "the class loader is collected",
            () -> {
              System.gc();
              return loader.refersTo(null);
            });
        writer.awaitCommits(20);
        comparison.stop(STOP_MILLIS);
        assertEquals("", row(comparison, "exact").problem());
        assertEquals(comparison.transactions(), row(comparison, "exact").transactions());
      } finally {
        Container.installAgain(Container.LEGACY, location);
      }
    }
  }
}
