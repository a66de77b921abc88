package io.togglebolt.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.SwapRecord.Event;
import io.togglebolt.wal.WalStatus;
import io.togglebolt.wal.WalSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;

/**
 * A log's writer is swapped in every way that a container knows, round after round, under four
 * appenders; no append fails, and in the end the log holds what was acknowledged, in order and
 * once. A round for each 300 of {@code -Dtogglebolt.swaps}.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class LogSwapIT {
  private static final long ROUNDS = Math.max(1, Long.getLong("togglebolt.swaps", 300) / 300);
  private static final String NAME = "swapped";
  private static final String SEGMENTED = "segmented";
  private static final String DSYNC = "dsync";
  private static final int HIGH = 1_000;

  /** Small, so that segments are cut all the time, also by the writers themselves. */
  private static final Map<String, String> OPTIONS = Map.of("segment-bytes", "65536");

  private static final Map<String, String> WITH_DSYNC =
      Map.of("segment-bytes", "65536", "writer", DSYNC);

  private ConfiguredLog log;
  private LogAppenders appenders;
  private SlotSwaps swaps;

  @Configuration
  public Option[] distribution() {
    return new Option[] {ExamOptions.silentDistribution(LogSwapIT.class)};
  }

  @Test
  public void everyWayToSwapGoesUnnoticed() throws Exception {
    long mark = Container.journalEnd();
    log = ConfiguredLog.open(NAME, OPTIONS);
    SlotControl slot = log.slot();
    appenders = new LogAppenders(log.wal());
    swaps = new SlotSwaps(ConfiguredLog.KIND, slot::status, () -> appenders.awaitAppends(20));
    swaps.awaitServed(SEGMENTED);
    for (int round = 0; round < ROUNDS; round++) {
      long before = slot.status().swaps();
      byCommand(slot);
      byConfiguration();
      swaps.byRanking("ranked" + round, TrialBundle.writer("ranked" + round, HIGH));
      swaps.byDeployFolder("deployed" + round, TrialBundle.writer("deployed" + round, HIGH));
      byFailure("failing" + round);
      byBundle();
      log.configure(WITH_DSYNC);
      swaps.awaitServed(DSYNC);
      byBundle();
      log.configure(OPTIONS);
      swaps.awaitServed(SEGMENTED);
      long made = slot.status().swaps() - before;
      assertTrue("swaps in round " + round + ": " + made, made >= 20);
    }
    long made = slot.status().swaps();
    appenders.close();
    WalStatus status = log.wal().status();
    assertEquals("failure", Optional.empty(), status.failure());
    assertEquals("saves that wait", 0, status.pendingSaves());
    log.close();
    WalSummary summary = LogAppenders.requireAll(log.directory(), appenders.acknowledged());
    assertEquals(Optional.empty(), summary.torn());
    assertTrue(summary + " after " + made + " swaps", summary.segments() > made);
    requireJournal(Container.journal(NAME, ConfiguredLog.KIND, mark));
  }

  private void byCommand(SlotControl slot) throws Exception {
    try (Shell shell = new Shell()) {
      for (String name : List.of(DSYNC, SEGMENTED)) {
        String printed = shell.run("wal:use " + name + " " + NAME);
        assertTrue(printed, printed.contains(name));
        swaps.awaitServed(name);
      }
    }
    for (String name : List.of(DSYNC, SEGMENTED)) {
      slot.use(name, Await.PATIENCE.toMillis());
      swaps.awaitServed(name);
    }
    slot.pin(null);
  }

  private void byConfiguration() throws Exception {
    for (Map<String, String> options : List.of(WITH_DSYNC, OPTIONS)) {
      log.configure(options);
      swaps.awaitServed(options.getOrDefault("writer", SEGMENTED));
    }
  }

  /**
   * It leaves half an append on the disk, and another one takes its place at once. The first
   * appends are those of its rehearsal.
   */
  private void byFailure(String name) throws Exception {
    long mark = Container.journalEnd();
    Bundle failing = Container.installAndStart(TrialBundle.failingWriter(name, HIGH, 20));
    Await.until(
        name + " is replaced",
        () ->
            Container.journal(NAME, ConfiguredLog.KIND, mark).stream()
                .anyMatch(each -> each.event() == Event.REBUILT && name.equals(each.from())));
    swaps.awaitServed(SEGMENTED);
    failing.uninstall();
  }

  private void byBundle() throws Exception {
    swaps.byStopAndStart();
    swaps.byUpdate();
    swaps.byRefresh();
    swaps.byUninstallAndInstall();
  }

  private static void requireJournal(List<SwapRecord> records) {
    assertTrue(
        "never vacant: " + records,
        records.stream().noneMatch(each -> each.event() == Event.VACATED));
    for (SwapRecord each : records) {
      if (each.event() == Event.SWAPPED) {
        assertTrue(each.toString(), each.from() != null && each.to() != null);
        assertTrue(each.toString(), each.pauseNanos() > 0);
        assertTrue(each.toString(), each.durationNanos() >= each.pauseNanos());
      }
    }
    assertTrue(
        records.toString(),
        records.stream().filter(each -> each.event() == Event.SWAPPED).count() > 10);
  }
}
