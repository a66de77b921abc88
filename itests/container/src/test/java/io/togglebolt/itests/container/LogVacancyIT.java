package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.togglebolt.raft.HardState;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotStatus.State;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.SwapRecord.Event;
import io.togglebolt.wal.Wal;
import io.togglebolt.wal.WalSummary;
import io.togglebolt.wal.WalVacantException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

/** When no writer is there that may serve, saves wait for one. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class LogVacancyIT {
  private static final int HIGH = 1_000;
  private static final String LAZY = "lazy";
  private static final long FIRST = 10;

  private Bundle segmented;
  private Bundle dsync;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.silentDistribution(LogVacancyIT.class)};
  }

  @Before
  public void findWriters() {
    segmented = Container.bundle(Container.SEGMENTED);
    dsync = Container.bundle(Container.DSYNC);
  }

  @After
  public void startWriters() throws Exception {
    dsync.start();
    segmented.start();
  }

  /** A log with some entries, and without a writer. */
  private ConfiguredLog openAndVacate(String name, String timeoutMillis) throws Exception {
    ConfiguredLog log = ConfiguredLog.open(name, Map.of("vacancy-timeout-millis", timeoutMillis));
    for (long index = 1; index <= FIRST; index++) {
      save(log.wal(), index);
    }
    segmented.stop();
    dsync.stop();
    log.await(State.VACANT);
    return log;
  }

  private static void save(Wal log, long index) throws InterruptedException {
    log.save(LogAppenders.state(index), List.of(LogAppenders.entry(index)));
  }

  private static CompletableFuture<Void> append(Wal log, long index) {
    return log.append(HardState.EMPTY, List.of(LogAppenders.entry(index)));
  }

  @Test
  public void savesWaitForADurableWriterAndForNoOther() throws Exception {
    ConfiguredLog log = openAndVacate("waiting", "60000");
    Wal wal = log.wal();
    SlotControl slot = log.slot();
    long mark = Container.journalEnd();
    CompletableFuture<Void> first = append(wal, FIRST + 1);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> {
              try {
                save(wal, FIRST + 2);
              } catch (InterruptedException impossible) {
                throw new CompletionException(impossible);
              }
            });
    Await.until("both wait", wal::status, () -> wal.status().pendingSaves() == 2);
    Bundle lazy = Container.installAndStart(TrialBundle.lazyWriter(LAZY, HIGH));
    Await.until("it is a candidate", slot::status, () -> names(slot).contains(LAZY));
    assertFalse("nobody writes", first.isDone() || second.isDone());
    dsync.start();
    first.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    second.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertEquals("dsync", slot.status().active());
    List<SwapRecord> records = Container.journal("waiting", ConfiguredLog.KIND, mark);
    assertEquals(records.toString(), 1, records.size());
    assertEquals(Event.FILLED, records.getFirst().event());
    assertEquals("dsync", records.getFirst().to());
    // Whoever asks for it by name knows what it is.
    slot.use(LAZY, Await.PATIENCE.toMillis());
    save(wal, FIRST + 3);
    assertEquals(LAZY, slot.status().active());
    lazy.uninstall();
    log.awaitWriter("dsync");
    save(wal, FIRST + 4);
    log.close();
    LogAppenders.requireAll(log.directory(), FIRST + 4);
  }

  private static List<String> names(SlotControl slot) {
    return slot.status().candidates().stream().map(SlotStatus.CandidateStatus::name).toList();
  }

  @Test
  public void pastTheTimeoutSavesFailAndLeaveNoGap() throws Exception {
    ConfiguredLog log = openAndVacate("vacant", "300");
    Wal wal = log.wal();
    SlotControl slot = log.slot();
    Bundle lazy = Container.installAndStart(TrialBundle.lazyWriter(LAZY, HIGH));
    Await.until("it is a candidate", slot::status, () -> names(slot).contains(LAZY));
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    long begun = System.nanoTime();
    for (long index = FIRST + 1; index <= FIRST + 3; index++) {
      waiting.add(append(wal, index));
    }
    for (CompletableFuture<Void> each : waiting) {
      CompletionException failed = assertThrows(CompletionException.class, each::join);
      requireVacant(failed.getCause());
    }
    long waitedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    assertTrue("waited " + waitedMillis + " ms", waitedMillis >= 300);
    assertEquals("as before them", FIRST, wal.status().lastIndex());
    assertThrows(IllegalArgumentException.class, () -> append(wal, FIRST + 2));
    requireVacant(assertThrows(WalVacantException.class, () -> save(wal, FIRST + 1)));
    assertEquals("as before it", FIRST, wal.status().lastIndex());
    assertEquals(State.VACANT, slot.status().state());
    segmented.start();
    log.awaitWriter("segmented");
    for (long index = FIRST + 1; index <= FIRST + 5; index++) {
      save(wal, index);
    }
    lazy.uninstall();
    log.close();
    WalSummary summary = LogAppenders.requireAll(log.directory(), FIRST + 5);
    assertEquals(LogAppenders.state(FIRST + 5), summary.state());
  }

  private static void requireVacant(Throwable failure) {
    assertEquals(WalVacantException.class, failure.getClass());
    assertTrue(failure.getMessage(), failure.getMessage().startsWith("vacant has no writer"));
  }
}
