package io.togglebolt.metrics.exporters.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.ExporterStatus.State;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who serves when exporters come, go and fail. */
@Timeout(60)
class ExportersTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void severalServeAtOnceOneOfEachName() {
    house.add("prometheus", "1", 0);
    house.add("jmx", "1", 0);
    house.add("jmx", "2", 0);
    assertEquals(List.of("jmx", "prometheus"), house.names());
    assertEquals(
        new ExporterStatus("jmx", State.SERVING, false, 2, 0, "at jmx/1", null),
        house.status("jmx"));
    assertEquals("at prometheus/1", house.status("prometheus").where());
    assertEquals(List.of("metrics/jmx", "metrics/prometheus"), house.openSlots());
    assertEquals(List.of("start prometheus/1", "start jmx/1"), house.events);
  }

  @Test
  void aRankingBelowZeroServesOnlyWhenChosen() {
    house.add("log", "1", -1);
    assertEquals(
        new ExporterStatus("log", State.OFF, false, 1, -1, null, null), house.status("log"));
    assertEquals(List.of(), house.openSlots());
    house.choose("log");
    assertEquals(State.SERVING, house.status("log").state());
    assertTrue(house.status("log").chosen());
  }

  @Test
  void theHigherRankingBeginsWhenTheOtherHasEnded() {
    house.add("prometheus", "1", 0);
    FakeFactory better = house.add("prometheus", "2", 10);
    assertEquals(
        List.of("start prometheus/1", "stop prometheus/1", "start prometheus/2"), house.events);
    assertEquals(
        List.of("FILLED null prometheus", "SWAPPED prometheus prometheus"), house.journal());
    house.remove(better);
    assertEquals("start prometheus/1", house.events.getLast());
    assertEquals(5, house.events.size(), house.events::toString);
  }

  @Test
  void oneThatHasLeftServesOnForAWhileAndIsForgottenThen() {
    FakeFactory only = house.add("prometheus", "1", 0);
    house.remove(only);
    assertEquals("at prometheus/1", house.status("prometheus").where());
    assertEquals(
        "its bundle has left, and nobody else offers it", house.status("prometheus").trouble());
    house.scheduler.advance(Place.GRACE_MILLIS);
    assertEquals(List.of("start prometheus/1", "stop prometheus/1"), house.events);
    assertEquals(List.of(), house.names());
    assertEquals(List.of(), house.openSlots());
    assertEquals("VACATED prometheus null", house.journal().getLast());
    assertEquals(
        List.of("INFO Slot prometheus of metrics: vacant: prometheus was withdrawn"),
        house.warnings(),
        "nobody waits for an exporter, so nobody is warned");
    house.add("prometheus", "2", 0);
    assertEquals("at prometheus/2", house.status("prometheus").where());
  }

  @Test
  void anUpdateIsOneSwap() {
    FakeFactory old = house.add("prometheus", "1", 0);
    house.remove(old);
    house.add("prometheus", "2", 0);
    assertEquals(
        List.of("start prometheus/1", "stop prometheus/1", "start prometheus/2"), house.events);
    assertEquals(
        List.of("FILLED null prometheus", "SWAPPED prometheus prometheus"), house.journal());
    house.scheduler.advance(10 * Place.GRACE_MILLIS);
    assertEquals(State.SERVING, house.status("prometheus").state());
    assertEquals(3, house.events.size());
  }

  @Test
  void whereTheNewOneDoesNotBeginTheOldOneDoesOnceMore() {
    FakeFactory old = house.add("prometheus", "1", 0);
    old.path = "/metrics";
    FakeFactory broken = new FakeFactory("prometheus", "2", 10, house.events);
    broken.startFailure = new NoClassDefFoundError("gone/Away");
    house.add(broken);
    assertEquals(
        List.of(
            "start prometheus/1", "stop prometheus/1", "stop prometheus/2", "start prometheus/1"),
        house.events);
    ExporterStatus status = house.status("prometheus");
    assertEquals(State.SERVING, status.state());
    assertEquals("at prometheus/1", status.where());
    String trouble = status.trouble();
    assertNotNull(trouble);
    assertTrue(
        trouble.startsWith("a better one was set aside: its classes are gone")
            && trouble.contains("gone/Away"),
        trouble);
    assertEquals("SET_ASIDE prometheus prometheus", house.journal().getLast());
  }

  @Test
  void whereNeitherBeginsTheNextOneDoes() {
    FakeFactory last = house.add("prometheus", "0", -5);
    last.createFailure = new IllegalStateException("not yet");
    FakeFactory old = house.add("prometheus", "1", 0);
    FakeFactory broken = new FakeFactory("prometheus", "2", 10, house.events);
    broken.startFailure = new IllegalStateException("the port is gone");
    old.startFailure = new IllegalStateException("the port is still gone");
    last.createFailure = null;
    house.add(broken);
    assertEquals("at prometheus/0", house.status("prometheus").where());
    assertEquals("REBUILT prometheus prometheus", house.journal().getLast());
    assertEquals("start prometheus/0", house.events.getLast());
  }

  @Test
  void whereNobodyBeginsTheReasonIsShownAndTheNextRevisionServes() {
    FakeFactory old = house.add("prometheus", "1", 0);
    FakeFactory broken = new FakeFactory("prometheus", "2", 10, house.events);
    broken.startFailure = new IllegalStateException("the port is gone");
    old.startFailure = new IllegalStateException("the port is still gone");
    house.add(broken);
    ExporterStatus status = house.status("prometheus");
    assertEquals(State.FAILED, status.state());
    assertEquals("the port is gone", status.trouble());
    assertNull(status.where());
    house.remove(broken);
    house.add("prometheus", "3", 10);
    assertEquals("at prometheus/3", house.status("prometheus").where());
  }

  @Test
  void oneThatCannotBeMadeIsSetAsideAndTheOldOneIsNotEvenStopped() {
    house.add("jmx", "1", 0);
    FakeFactory broken = new FakeFactory("jmx", "2", 10, house.events);
    broken.createFailure = new java.io.IOException("no place for it");
    house.add(broken);
    assertEquals(List.of("start jmx/1"), house.events);
    assertEquals(
        "a better one was set aside: java.io.IOException: no place for it",
        house.status("jmx").trouble());
  }

  @Test
  void oneThatIsNeverMadeIsGivenUpAndHindersNobody() throws Exception {
    house.add("jmx", "1", 0);
    CountDownLatch never = new CountDownLatch(1);
    FakeFactory hangs = new FakeFactory("jmx", "2", 10, house.events);
    hangs.createWaitsFor = never;
    house.exporters.add(hangs.candidate);
    Thread background = Thread.ofPlatform().daemon().start(house.scheduler::runOne);
    House.eventually("it hangs", () -> background.getState() == Thread.State.WAITING);
    house.add("prometheus", "1", 0);
    assertEquals("at prometheus/1", house.status("prometheus").where());
    assertEquals("at jmx/1", house.status("jmx").where());
    house.scheduler.advance(30_000);
    background.join();
    house.scheduler.runUntilIdle();
    assertEquals(
        "a better one was set aside: not ready after 30000 ms", house.status("jmx").trouble());
    assertEquals(List.of("start jmx/1", "start prometheus/1"), house.events);
  }

  @Test
  void oneThatFailsToEndLeavesNothingBehind() {
    RecordingListener listener = new RecordingListener();
    house.exporters.http().use(listener);
    FakeFactory bad = new FakeFactory("prometheus", "1", 0, house.events);
    bad.path = "/metrics";
    bad.stopFailure = new IllegalStateException("no end");
    house.add(bad);
    house.scheduler.advance(3_000);
    assertEquals(3, bad.ticks);
    assertEquals(List.of("/metrics"), listener.shown());
    house.add("prometheus", "2", 10);
    assertEquals(List.of(), listener.shown());
    house.scheduler.advance(3_000);
    assertEquals(3, bad.ticks, "its timer was called off");
    assertEquals("at prometheus/2", house.status("prometheus").where());
    assertTrue(
        house.log.contains(
            "WARNING exporter prometheus did not end well: java.lang.IllegalStateException: no"
                + " end"),
        house.log::toString);
    io.togglebolt.metrics.spi.ExporterSite late = bad.lastSite;
    assertNotNull(late);
    late.http().publish("/late", exchange -> {});
    late.scheduler().execute(() -> house.events.add("ran late"));
    house.scheduler.runUntilIdle();
    assertEquals(List.of(), listener.shown(), "what has ended publishes nothing");
    assertEquals("start prometheus/2", house.events.getLast(), "and runs nothing");
  }

  @Test
  void oneThatNeverEndsIsLeftBehind() {
    FakeFactory hangs = house.add("jmx", "1", 0);
    CountDownLatch never = new CountDownLatch(1);
    hangs.stopWaitsFor = never;
    house.add("jmx", "2", 10);
    assertEquals("at jmx/2", house.status("jmx").where());
    assertTrue(
        house.warnings().getLast().endsWith("its stop did not return within 2000 ms"),
        house.log::toString);
    never.countDown();
  }

  @Test
  void closingEndsAllOfThemAndRefusesWhatComesLater() {
    house.add("jmx", "1", 0);
    FakeFactory prometheus = house.add("prometheus", "1", 0);
    house.exporters.close();
    assertEquals(4, house.events.size(), house.events::toString);
    assertTrue(house.events.containsAll(List.of("stop jmx/1", "stop prometheus/1")));
    assertEquals(List.of(), house.openSlots());
    house.remove(prometheus);
    house.add("log", "1", 0);
    assertEquals(4, house.events.size(), house.events::toString);
  }

  @Test
  void whyNobodySeesWhatIsPublishedIsTold() {
    FakeFactory publishing = new FakeFactory("prometheus", "1", 0, house.events);
    publishing.path = "/metrics";
    house.add(publishing);
    house.add("jmx", "1", 0);
    assertEquals("there is no HTTP listener", house.status("prometheus").trouble());
    assertNull(house.status("jmx").trouble(), "it publishes nothing");
    RecordingListener listener = new RecordingListener();
    listener.trouble = "127.0.0.1:2381: Address already in use";
    house.exporters.http().use(listener);
    assertEquals(State.SERVING, house.status("prometheus").state());
    assertEquals("127.0.0.1:2381: Address already in use", house.status("prometheus").trouble());
    listener.trouble = null;
    assertNull(house.status("prometheus").trouble());
  }
}
