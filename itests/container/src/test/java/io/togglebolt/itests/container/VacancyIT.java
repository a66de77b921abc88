package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotVacantException;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.SwapRecord.Event;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

/** When no policy is there, reads go on, and writes wait for one. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class VacancyIT {
  private static final byte[] BUCKET = {'b'};
  private static final byte[] KEY = {'k'};
  private static final byte[] OTHER = {'o'};

  private Bundle exact;
  private Bundle range;
  private Bundle legacy;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.distribution(VacancyIT.class)};
  }

  @Before
  public void findPolicies() {
    exact = Container.bundle(Container.EXACT);
    range = Container.bundle(Container.RANGE);
    legacy = Container.bundle(Container.LEGACY);
  }

  @After
  public void startPolicies() throws Exception {
    legacy.start();
    range.start();
    exact.start();
  }

  private ConfiguredDatabase openAndVacate(String name, String timeoutMillis) throws Exception {
    ConfiguredDatabase database =
        ConfiguredDatabase.open(name, Map.of("vacancy-timeout-millis", timeoutMillis));
    database.database().update(tx -> tx.createBucket(BUCKET).put(KEY, KEY));
    exact.stop();
    range.stop();
    legacy.stop();
    Await.until(
        name + " is vacant",
        database::freelist,
        () -> database.freelist().state() == SlotStatus.State.VACANT);
    return database;
  }

  private static int keyLength(ConfiguredDatabase database) {
    return database.database().view(tx -> tx.bucket(BUCKET).get(KEY).length);
  }

  @Test
  public void readsGoOnAndAWriteFailsAfterTheTimeoutNamingTheSlot() throws Exception {
    try (ConfiguredDatabase database = openAndVacate("vacant", "300")) {
      assertEquals(1, keyLength(database));
      long begun = System.nanoTime();
      SlotVacantException vacant =
          assertThrows(SlotVacantException.class, () -> put(database, OTHER));
      long waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      assertTrue("waited " + waitedMillis + " ms", waitedMillis >= 300);
      assertTrue(vacant.getMessage(), vacant.getMessage().contains("freelist"));
      assertTrue(vacant.getMessage(), vacant.getMessage().contains("vacant"));
      assertEquals("reads go on", 1, keyLength(database));
      legacy.start();
      database.awaitPolicy("legacy");
      put(database, OTHER);
      database.check();
    }
  }

  @Test
  public void theFirstPolicyToComeResumesAWaitingWriter() throws Exception {
    try (ConfiguredDatabase database = openAndVacate("resumed", "60000")) {
      long before = Container.journalEnd();
      CompletableFuture<Thread> writer = new CompletableFuture<>();
      CompletableFuture<Void> written =
          CompletableFuture.runAsync(
              () -> {
                writer.complete(Thread.currentThread());
                put(database, OTHER);
              });
      Thread thread = writer.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      Await.until("the writer waits", thread::getState, () -> isWaiting(thread));
      assertEquals("reads go on", 1, keyLength(database));
      legacy.start();
      written.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      List<SwapRecord> records = Container.journal("resumed", "freelist", before);
      assertEquals(records.toString(), 1, records.size());
      assertEquals(Event.FILLED, records.getFirst().event());
      assertEquals("legacy", records.getFirst().to());
      assertEquals("operations that waited", 1, records.getFirst().waited());
      database.check();
    }
  }

  private static boolean isWaiting(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
    };
  }

  private static void put(ConfiguredDatabase database, byte[] key) {
    database.database().update(tx -> tx.bucket(BUCKET).put(key, KEY));
  }
}
