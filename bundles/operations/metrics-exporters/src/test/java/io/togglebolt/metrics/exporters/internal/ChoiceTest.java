package io.togglebolt.metrics.exporters.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.ExporterException;
import io.togglebolt.metrics.ExporterStatus;
import io.togglebolt.metrics.ExporterStatus.State;
import io.togglebolt.metrics.UnknownExporterException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What configuration and commands choose. */
@Timeout(60)
class ChoiceTest {
  private final House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private State state(String name) {
    return house.status(name).state();
  }

  @Test
  void theConfigurationNamesWhoServes() {
    house.choose("log, prometheus");
    house.add("prometheus", "1", 0);
    house.add("jmx", "1", 0);
    house.add("log", "1", -1);
    assertEquals(State.SERVING, state("prometheus"));
    assertEquals(State.SERVING, state("log"));
    assertEquals(State.OFF, state("jmx"));
    house.choose();
    assertEquals(State.OFF, state("log"));
    assertEquals(State.SERVING, state("jmx"));
    assertTrue(
        house.log.contains("INFO exporter log has ended: it is not wanted any more"),
        house.log::toString);
    house.choose("none");
    assertEquals(List.of(), house.openSlots());
    assertEquals(Optional.of(List.of()), house.exporters.chosen());
  }

  @Test
  void aChosenOneThatIsAbsentIsShownAndServesWhenItComes() {
    house.choose("jmx", "promethus");
    house.add("prometheus", "1", 0);
    house.add("jmx", "1", 0);
    assertEquals(
        new ExporterStatus("promethus", State.ABSENT, true, 0, 0, null, "nobody offers it"),
        house.status("promethus"));
    assertEquals(State.OFF, state("prometheus"));
    assertEquals(List.of(), house.warnings());
    house.scheduler.advance(Absences.WARNING_MILLIS);
    assertEquals(
        List.of(
            "WARNING exporter promethus is chosen, and nobody offers it; there is jmx, prometheus."
                + " It serves as soon as it comes"),
        house.warnings());
    house.add("promethus", "1", -3);
    assertEquals(State.SERVING, state("promethus"));
  }

  @Test
  void aChosenOneThatLeavesIsToldOfEachTimeItIsGoneForLong() throws Exception {
    FakeFactory jmx = house.add("jmx", "1", 0);
    house.use("jmx");
    String warning =
        "WARNING exporter jmx is chosen, and nobody offers it; there is none. It serves as soon as"
            + " it comes";
    house.remove(jmx);
    house.scheduler.advance(Absences.WARNING_MILLIS - 1);
    house.add(jmx);
    house.remove(jmx);
    house.scheduler.advance(Absences.WARNING_MILLIS - 1);
    assertEquals(0, count(warning), "it was not gone for so long in one piece");
    house.scheduler.advance(1);
    assertEquals(1, count(warning));
    house.add("prometheus", "1", 0);
    house.scheduler.advance(10 * Absences.WARNING_MILLIS);
    assertEquals(1, count(warning));
    house.add(jmx);
    house.remove(jmx);
    house.scheduler.advance(Absences.WARNING_MILLIS);
    assertEquals(1, count(warning.replace("there is none", "there is prometheus")));
  }

  private long count(String line) {
    return house.log.stream().filter(line::equals).count();
  }

  @Test
  void oneThatBeginsIsInTheLogWithItsPlace() throws Exception {
    house.add("prometheus", "1", 0);
    house.add("prometheus", "2", 5);
    assertEquals(
        List.of(
            "INFO exporter prometheus serves: at prometheus/1",
            "INFO exporter prometheus serves: at prometheus/2"),
        house.log);
  }

  @Test
  void aChoiceThatWasChangedIsNotComplainedAbout() {
    house.choose("jmx");
    house.choose();
    house.scheduler.advance(2 * Absences.WARNING_MILLIS);
    assertEquals(List.of(), house.log);
  }

  @Test
  void theNextOnesServeBeforeTheOthersEnd() throws Exception {
    house.add("prometheus", "1", 0);
    house.add("log", "1", -1);
    house.use("log", "log");
    assertEquals(List.of("start prometheus/1", "start log/1", "stop prometheus/1"), house.events);
    assertEquals(Optional.of(List.of("log")), house.exporters.chosen());
    assertEquals(State.OFF, state("prometheus"));
    assertNull(house.slots.registry().slots().getFirst().status().pinned());
    house.whileRunning(
        () -> {
          house.exporters.useDefault(10_000);
          return true;
        });
    assertEquals(Optional.empty(), house.exporters.chosen());
    assertEquals(State.SERVING, state("prometheus"));
    assertEquals(State.OFF, state("log"));
    house.use();
    assertEquals(List.of(), house.openSlots());
  }

  @Test
  void anUnknownNameChangesNothingAndIsAnsweredWithThoseThereAre() {
    house.add("prometheus", "1", 0);
    house.add("jmx", "1", 0);
    UnknownExporterException unknown =
        assertThrows(UnknownExporterException.class, () -> house.use("jmx", "promethus"));
    assertEquals(
        "no exporter is named 'promethus'; there is jmx, prometheus", unknown.getMessage());
    assertEquals(List.of("start prometheus/1", "start jmx/1"), house.events);
    assertEquals(Optional.empty(), house.exporters.chosen());
  }

  @Test
  void whereOneDoesNotBeginTheOldChoiceStays() {
    house.add("prometheus", "1", 0);
    FakeFactory broken = new FakeFactory("log", "1", -1, house.events);
    broken.startFailure = new IllegalStateException("no logger");
    house.add(broken);
    ExporterException refused = assertThrows(ExporterException.class, () -> house.use("log"));
    assertEquals(
        "exporter log does not serve: no logger. The old choice stays", refused.getMessage());
    assertEquals(State.SERVING, state("prometheus"));
    assertEquals(State.OFF, state("log"));
    assertEquals(Optional.empty(), house.exporters.chosen());
    assertEquals(List.of("metrics/prometheus"), house.openSlots());
  }

  @Test
  void oneThatWasSetAsideIsGivenAnotherChance() throws Exception {
    FakeFactory broken = new FakeFactory("jmx", "1", 0, house.events);
    broken.startFailure = new IllegalStateException("no server");
    house.add(broken);
    assertEquals(
        new ExporterStatus("jmx", State.FAILED, false, 1, 0, null, "no server"),
        house.status("jmx"));
    broken.startFailure = null;
    house.use("jmx");
    assertEquals(State.SERVING, state("jmx"));
  }

  @Test
  void oneThatIsNotReadyInTimeIsNotWaitedForAnyLonger() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    FakeFactory slow = new FakeFactory("log", "1", -1, house.events);
    slow.createWaitsFor = never;
    house.add(slow);
    // In real time, because the one that hangs needs a thread of its own beside the simulation's.
    Thread background =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  House.eventually("it is wanted", house.scheduler::runOne);
                });
    ExporterException late =
        assertThrows(
            ExporterException.class,
            () ->
                house.whileRunning(
                    () -> {
                      house.exporters.use(List.of("log"), 0);
                      return true;
                    }));
    assertTrue(late.getMessage().contains("it was not ready after 0 ms"), late.getMessage());
    never.countDown();
    background.join();
    house.scheduler.runUntilIdle();
    assertEquals(State.OFF, state("log"));
    assertEquals(List.of(), house.openSlots());
  }

  @Test
  void aConfigurationThatChangesMeanwhileCounts() throws Exception {
    house.add("prometheus", "1", 0);
    FakeFactory slow = new FakeFactory("log", "1", -1, house.events);
    house.add(slow);
    CountDownLatch made = new CountDownLatch(1);
    slow.createWaitsFor = made;
    Thread background =
        Thread.ofPlatform()
            .daemon()
            .start(() -> House.eventually("it is wanted", house.scheduler::runOne));
    Thread changing =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  House.eventually("it hangs", () -> background.getState() == Thread.State.WAITING);
                  house.exporters.choose(List.of("prometheus"));
                  made.countDown();
                });
    ExporterException overruled =
        assertThrows(
            ExporterException.class,
            () -> {
              house.exporters.use(List.of("log"), 60_000);
            });
    assertEquals("another choice was made meanwhile, which counts", overruled.getMessage());
    changing.join();
    background.join();
    house.scheduler.runUntilIdle();
    assertEquals(State.OFF, state("log"));
    assertEquals(State.SERVING, state("prometheus"));
  }

  @Test
  void namesAreTakenFromListsAndTexts() {
    assertEquals(List.of("a", "b", "c"), ChosenNames.of("a, b", " c ", ","));
    assertNull(ChosenNames.of());
    assertNull(ChosenNames.of(" ", ","));
    assertEquals(List.of(), ChosenNames.of("none"));
    assertEquals(List.of(), ChosenNames.of("none", "none"));
  }

  @Test
  void namesThatLackACommaAndNoneBesideOthersAreRefused() {
    assertEquals(
        "exporters has the name 'prometheus log'; expected names with commas between them",
        assertThrows(IllegalArgumentException.class, () -> ChosenNames.of("jmx, prometheus log"))
            .getMessage());
    assertEquals(
        "exporters is 'none, log'; expected either none or names",
        assertThrows(IllegalArgumentException.class, () -> ChosenNames.of("none, log"))
            .getMessage());
  }
}
