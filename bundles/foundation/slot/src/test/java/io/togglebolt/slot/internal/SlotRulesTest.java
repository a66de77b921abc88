package io.togglebolt.slot.internal;

import static io.togglebolt.slot.internal.House.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.metrics.MetricsRegistry;
import io.togglebolt.slot.Slot;
import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotFactory;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotStatus.State;
import io.togglebolt.slot.SlotVacantException;
import io.togglebolt.slot.SwapRecord;
import io.togglebolt.slot.SwapRecord.Event;
import io.togglebolt.slot.UnknownPartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every rule of the slot, one thread at a time. */
class SlotRulesTest {
  private final SimulatedTime time = new SimulatedTime();
  private final House house = new House(time);
  private final FakeFactory legacy = new FakeFactory("legacy", 0, 1);
  private final FakeFactory range = new FakeFactory("range", 10, 2);
  private final FakeFactory exact = new FakeFactory("exact", 5, 3);

  @AfterEach
  void everyHandOverIsLetGo() {
    time.advance(60_000);
    assertEquals(0, house.owner.openHandOvers.get(), "hand-overs that were never abandoned");
  }

  @Test
  void opensWithTheHighestRankingAndRebuildsOnly() {
    house.open(options(null), legacy, range, exact);
    assertEquals("range", house.active());
    assertEquals(State.SERVING, house.state());
    assertEquals(1, house.owner.rebuilds.get());
    assertEquals(0, house.owner.prepares.get());
    assertEquals(1, range.preloads);
    assertEquals(List.of(Event.FILLED), house.events());
    assertEquals(0, time.pending(), "nothing was begun in the background");
  }

  @Test
  void lowestOrderBreaksATie() {
    house.open(options(null), new FakeFactory("b", 7, 9), new FakeFactory("a", 7, 4));
    assertEquals("a", house.active());
  }

  @Test
  void oneThatServesByNameOnlyIsNeverChosenByItsRanking() throws Exception {
    FakeFactory memory = FakeFactory.byNameOnly("memory", 100, 4);
    house.open(options(null), memory);
    assertEquals(State.VACANT, house.state(), "vacant rather than that");
    house.add(legacy);
    time.advance(0);
    assertEquals("legacy", house.active());
    assertEquals("legacy", house.slot().status().candidates().getFirst().name(), "it ranks last");
    house.slot().pin("memory");
    time.advance(0);
    assertEquals("memory", house.active());
    house.slot().pin(null);
    time.advance(0);
    assertEquals("legacy", house.active());
    house.remove(legacy);
    time.advance(60_000);
    assertEquals(State.VACANT, house.state());
  }

  @Test
  void openTakesTheNextCandidateWhenTheBestFails() {
    range.throwing(FakeFactory.Step.REBUILD, new IllegalStateException("no room"));
    exact.throwing(FakeFactory.Step.PRELOAD, new NoClassDefFoundError("gone/Thing"));
    house.open(options(null), legacy, range, exact);
    assertEquals("legacy", house.active());
    assertEquals(List.of(Event.SET_ASIDE, Event.SET_ASIDE, Event.FILLED), house.events());
    assertEquals("no room", setAside("range"), "the reason is shown");
    assertTrue(setAside("exact").contains("its classes are gone"));
  }

  @Test
  void opensVacantWithoutCandidatesAndTheFirstToComeFillsIt() {
    house.open(options(null));
    assertEquals(State.VACANT, house.state());
    assertNull(house.active());
    house.add(legacy);
    assertNull(house.active(), "adding only enqueues");
    time.runDue();
    assertEquals("legacy", house.active());
    assertEquals(List.of(Event.FILLED), house.events());
  }

  @Test
  void higherRankingTakesOverInTheBackground() {
    house.open(options(null), legacy);
    house.owner.operate(house.slot());
    house.add(range);
    assertEquals("legacy", house.active());
    assertEquals(State.SWAPPING, house.state());
    house.owner.operate(house.slot());
    time.runDue();
    assertEquals("range", house.active());
    house.owner.operate(house.slot());
    SwapRecord swap = house.last();
    assertEquals(Event.SWAPPED, swap.event());
    assertEquals("legacy", swap.from());
    assertEquals("range", swap.to());
    assertEquals(2, swap.stateSize());
    assertEquals("range ranks higher (10)", swap.reason());
    assertEquals(1, house.slot().status().swaps());
  }

  @Test
  void aCandidateThatIsFarBehindAtTheBoundaryCatchesUpOutsideButNotForEver() {
    house.open(options(null), legacy);
    house.owner.closeEnough = -1;
    house.add(range);
    time.runDue();
    assertEquals("range", house.active(), "the owner's operations may all be that large");
    assertEquals(6, house.owner.catchUps.get(), "once, and after each of five boundaries");
    house.owner.operate(house.slot());
  }

  @Test
  void aCandidateThatFailsToCatchUpAgainIsSetAside() {
    house.open(options(null), legacy);
    house.owner.closeEnough = -1;
    range.failing(
        FakeFactory.Step.CATCH_UP,
        () -> FakeOwner.check(house.owner.catchUps.get() < 3, "the third time is too much"));
    house.add(range);
    time.runDue();
    assertEquals("legacy", house.active());
    assertTrue(setAside("range").contains("the third time is too much"), setAside("range"));
    assertEquals(0, house.owner.openHandOvers.get());
  }

  @Test
  void highRankingNeverTakesOverFromAPinnedPart() {
    house.open(options("legacy"), legacy);
    house.add(range);
    time.advance(1_000);
    assertEquals("legacy", house.active());
    assertTrue(house.slot().status().pinnedPresent());
    house.slot().pin(null);
    time.runDue();
    assertEquals("range", house.active(), "ranking decides again");
  }

  @Test
  void absentPinnedNameIsShownAndSwappedToWhenItArrives() {
    house.open(options("exact"), legacy, range);
    assertEquals("range", house.active());
    assertFalse(house.slot().status().pinnedPresent());
    assertEquals("exact", house.slot().status().pinned());
    house.add(exact);
    time.runDue();
    assertEquals("exact", house.active());
    assertTrue(house.slot().status().pinnedPresent());
    assertEquals("exact was chosen by name", house.last().reason());
  }

  @Test
  void failureAtAnyStepSetsAsideAndTheOldPartServesOn() {
    house.open(options(null), legacy);
    int ranking = 10;
    for (FakeFactory.Step step :
        List.of(
            FakeFactory.Step.PRELOAD,
            FakeFactory.Step.PREPARE,
            FakeFactory.Step.CATCH_UP,
            FakeFactory.Step.COMPLETE)) {
      FakeFactory bad = new FakeFactory("bad-" + step, ranking++, 50);
      bad.throwing(step, new StackOverflowError("at " + step));
      house.add(bad);
      time.runDue();
      assertEquals("legacy", house.active());
      assertEquals(State.SERVING, house.state());
      assertEquals(Event.SET_ASIDE, house.last().event());
      assertTrue(setAside("bad-" + step).contains("at " + step));
      house.owner.operate(house.slot());
      time.advance(100_000);
      assertEquals(0, house.slot().status().swaps(), "it is not tried again");
    }
  }

  @Test
  void nextBestIsTriedAfterAFailure() {
    house.open(options(null));
    range.throwing(FakeFactory.Step.PREPARE, new IllegalStateException("no"));
    house.add(range);
    house.add(exact);
    house.add(legacy);
    time.runDue();
    assertEquals("exact", house.active());
    assertEquals(List.of(Event.SET_ASIDE, Event.FILLED), house.events());
  }

  @Test
  void withdrawnPartServesThroughItsGraceTime() {
    house.open(options(null), legacy, range);
    house.remove(range);
    assertEquals(State.WITHDRAWN, house.state());
    time.advance(499);
    assertEquals("range", house.active());
    assertEquals(0, house.owner.prepares.get());
    time.advance(1);
    assertEquals("legacy", house.active());
    assertEquals("range was withdrawn", house.last().reason());
    assertEquals(State.SERVING, house.state());
  }

  @Test
  void updateIsExactlyOneSwap() {
    house.open(options(null), legacy, range);
    FakeFactory newer = new FakeFactory("range", 10, 77);
    house.remove(range);
    time.advance(200);
    house.add(newer);
    time.advance(5_000);
    assertSame(newer, part().madeBy);
    assertEquals(List.of(Event.FILLED, Event.SWAPPED), house.events());
    assertEquals("range was updated", house.last().reason());
  }

  @Test
  void candidateThatComesBackInTimeIsNotSwapped() {
    house.open(options(null), legacy, range);
    FakeFactory.Part before = part();
    house.remove(range);
    time.advance(100);
    house.add(range);
    time.advance(5_000);
    assertSame(before, part());
    assertEquals(State.SERVING, house.state());
    assertEquals(List.of(Event.FILLED), house.events());
  }

  @Test
  void otherCandidatesDoNotEndTheGraceTimeButAPinDoes() {
    house.open(options(null), legacy, range);
    house.remove(range);
    house.add(exact);
    time.advance(400);
    assertEquals("range", house.active());
    house.slot().pin("exact");
    time.runDue();
    assertEquals("exact", house.active());
  }

  @Test
  void slotIsVacatedAtTheBoundaryWhenNothingIsLeft() {
    house.open(options(null), legacy);
    house.remove(legacy);
    time.advance(499);
    assertEquals("legacy", house.owner.operate(house.slot()));
    time.advance(1);
    assertNull(house.owner.operate(house.slot()));
    assertEquals(State.VACANT, house.state());
    assertEquals(Event.VACATED, house.last().event());
    assertEquals(1, house.metric("vacant[freelist, main]"));
    assertNull(house.metric("active_part[freelist, main, legacy]"));
    house.add(range);
    time.runDue();
    assertEquals("range", house.owner.operate(house.slot()));
    assertEquals(Event.FILLED, house.last().event());
  }

  @Test
  void withdrawnPartIsVacatedWhenAllOthersFail() {
    legacy.throwing(FakeFactory.Step.COMPLETE, new IllegalStateException("pages lost"));
    house.open(options(null), legacy, range);
    house.remove(range);
    time.advance(500);
    assertEquals(State.VACANT, house.state());
    assertEquals(List.of(Event.FILLED, Event.SET_ASIDE, Event.VACATED), house.events());
  }

  @Test
  void candidateThatLeavesWhileItIsPreparedIsNotAdopted() {
    house.open(options(null), legacy);
    range.failing(FakeFactory.Step.CATCH_UP, () -> house.remove(range));
    house.add(range);
    time.runDue();
    assertEquals("legacy", house.active());
    assertEquals(List.of(Event.FILLED), house.events());
  }

  @Test
  void candidateThatFitsNoLongerIsNotAdopted() {
    house.open(options(null), legacy);
    range.failing(FakeFactory.Step.CATCH_UP, () -> house.slot().pin("exact"));
    house.add(exact);
    time.runDue();
    house.add(range);
    time.runDue();
    assertEquals("exact", house.active());
    assertEquals(List.of(Event.FILLED, Event.SWAPPED), house.events());
  }

  @Test
  void failedPartIsRebuiltInTheMiddleOfAnOperation() throws Exception {
    house.open(options(null), legacy, range, exact);
    exact.throwing(FakeFactory.Step.REBUILD, new IllegalStateException("not today"));
    FakeFactory.Part failed = part();
    FakeFactory.Part next =
        house.owner.operateAndFail(house.slot(), new NoClassDefFoundError("range/Heap"));
    assertSame(legacy, next.madeBy);
    assertEquals(
        List.of(Event.FILLED, Event.SET_ASIDE, Event.SET_ASIDE, Event.REBUILT), house.events());
    assertTrue(setAside("range").contains("its classes are gone"));
    assertTrue(setAside("range").contains("range/Heap"));
    assertEquals(1, legacy.preloads);
    assertSame(next, house.slot().replaceFailed(failed, new Exception("late")));
    assertEquals(4, house.events().size(), "a failure that comes late changes nothing");
    assertEquals(1, house.slot().status().swaps());
  }

  @Test
  void aPartThatIsStaleIsMadeAnewAndNobodyIsBlamed() throws Exception {
    house.open(options(null), legacy, range);
    FakeFactory.Part stale = part();
    FakeFactory.Part next =
        house.owner.operateAndRenew(house.slot(), new IllegalStateException("holds too little"));
    assertNotSame(stale, next);
    assertSame(stale.madeBy, next.madeBy);
    assertEquals(List.of(Event.FILLED, Event.REBUILT), house.events());
    house.owner.operate(house.slot());
  }

  @Test
  void aPartThatTheMachineFailedServesAgainBeforeNobodyDoes() throws Exception {
    house.open(options(null), range);
    FakeFactory.Part failed = part();
    FakeFactory.Part next =
        house.owner.operateAndFail(house.slot(), new OutOfMemoryError("arranged"));
    assertSame(range, next.madeBy);
    assertNotSame(failed, next, "what broke off half-way is not trusted");
    assertEquals("", setAside("range"), "it serves");
    assertEquals(List.of(Event.FILLED, Event.SET_ASIDE, Event.REBUILT), house.events());
    house.add(legacy);
    next = house.owner.operateAndFail(house.slot(), new OutOfMemoryError("arranged"));
    assertSame(legacy, next.madeBy, "another one first");
    house.remove(legacy);
    time.advance(600);
    assertEquals("range", house.active(), "in the background too");
    house.owner.operate(house.slot());
  }

  @Test
  void useUnknownNameListsWhatThereIs() {
    house.open(options(null), legacy, range);
    UnknownPartException unknown =
        assertThrows(UnknownPartException.class, () -> house.slot().use("nonsense", 1_000));
    assertTrue(unknown.getMessage().contains("nonsense"));
    assertTrue(unknown.getMessage().contains("legacy, range"));
    assertNull(house.slot().status().pinned());
  }

  @Test
  void useOfTheActivePartPinsAndReturnsAtOnce() throws Exception {
    house.open(options(null), legacy);
    house.slot().use("legacy", 1_000);
    house.add(range);
    time.advance(1_000);
    assertEquals("legacy", house.active());
    assertEquals("legacy", house.slot().status().pinned());
  }

  @Test
  void useInsideAnOperationIsRefused() {
    house.open(options(null), legacy, range);
    house.owner.boundary.lock();
    try {
      assertThrows(SlotException.class, () -> house.slot().use("legacy", 1_000));
    } finally {
      house.owner.boundary.unlock();
    }
    assertNull(house.slot().status().pinned());
  }

  @Test
  void closedSlotKeepsItsPartAndForgetsItsCandidates() {
    Slot<FakeFactory.Part> slot = house.open(options(null), legacy);
    slot.close();
    slot.close();
    house.add(range);
    time.advance(1_000);
    assertEquals("legacy", house.active());
    SlotStatus status = slot.status();
    assertEquals(State.CLOSED, status.state());
    assertEquals(List.of(), status.candidates());
    assertEquals(List.of(), house.workshop.registry().slots());
    assertNull(house.metric("vacant[freelist, main]"));
    assertNull(house.metric("active_part[freelist, main, legacy]"));
    assertEquals(1, house.metric("events_total[freelist, main, filled]"), "counts stay");
    assertThrows(SlotException.class, () -> slot.use("legacy", 1));
  }

  @Test
  void closedVacantSlotRefusesToWait() {
    Slot<FakeFactory.Part> slot = house.open(options(null));
    slot.close();
    SlotException closed = assertThrows(SlotException.class, slot::awaitPart);
    assertFalse(closed instanceof SlotVacantException);
  }

  @Test
  void ownerThatIsGoneEndsHandOvers() {
    house.open(options(null), legacy);
    house.owner.closed = true;
    house.add(range);
    time.advance(1_000);
    assertEquals("legacy", house.active());
    assertEquals(0, time.pending());
  }

  @Test
  void ownerThatFailsAtTheBoundaryIsNotAskedForEver() {
    house.open(options(null), legacy);
    house.owner.boundaryFails = new IllegalStateException("owner broke");
    house.add(range);
    time.advance(1_000);
    assertEquals("legacy", house.active());
    house.remove(legacy);
    time.advance(1_000);
    assertEquals(0, time.pending());
  }

  @Test
  void nothingIsHandedOverWhileTheFrameworkStops() {
    house.open(options(null), legacy, range);
    house.stopping.set(true);
    house.remove(range);
    house.add(new FakeFactory("other", 99, 9));
    time.advance(5_000);
    assertEquals("range", house.active());
    assertEquals(State.SERVING, house.state());
    assertEquals(0, house.owner.prepares.get());
  }

  @Test
  void severalSlotsChooseFromTheSameCandidates() {
    house.open(options(null), legacy);
    FakeOwner second = new FakeOwner();
    Slot<FakeFactory.Part> pinned =
        house.workshop.open(options("legacy"), house.candidates, second);
    house.add(range);
    time.runDue();
    assertEquals("range", house.active());
    assertEquals("legacy", second.operate(pinned));
    assertNotSame(house.slot().part(), pinned.part());
    assertEquals(2, house.workshop.registry().slots().size());
  }

  @Test
  void listenersHearEachRecordInOrderUntilClosedAndMayFail() throws Exception {
    List<Long> heard = new ArrayList<>();
    AutoCloseable broken =
        house
            .workshop
            .registry()
            .listen(
                record -> {
                  throw new IllegalStateException("listener");
                });
    AutoCloseable listening =
        house.workshop.registry().listen(record -> heard.add(record.sequence()));
    house.open(options(null), legacy);
    house.add(range);
    time.runDue();
    broken.close();
    listening.close();
    house.slot().pin("legacy");
    time.runDue();
    assertEquals(List.of(1L, 2L), heard);
    assertEquals("legacy", house.active());
  }

  @Test
  void journalIsBounded() {
    house.open(options(null), legacy, range);
    for (int i = 0; i < Journal.RECORDS_MAX + 5; i++) {
      house.slot().pin(i % 2 == 0 ? "legacy" : "range");
      time.runDue();
    }
    List<SwapRecord> journal = house.workshop.registry().journal();
    assertEquals(Journal.RECORDS_MAX, journal.size());
    assertEquals(7, journal.getFirst().sequence());
  }

  @Test
  void metricsThatFailHarmNeitherTheSlotNorItsJournal() throws Exception {
    house.workshop.metrics().use(new FailingMetrics(true));
    house.open(options(null), legacy, range);
    house.owner.operateAndFail(house.slot(), new IllegalStateException("no"));
    assertEquals(List.of(Event.FILLED, Event.SET_ASIDE, Event.REBUILT), house.events());
    assertEquals("legacy", house.owner.operate(house.slot()));
  }

  @Test
  void metricsThatRefuseToRegisterHarmNobody() {
    house.workshop.metrics().use(new FailingMetrics(false));
    Slot<FakeFactory.Part> slot = house.open(options(null), legacy);
    assertEquals("legacy", house.active());
    assertEquals(List.of(Event.FILLED), house.events());
    slot.close();
  }

  @Test
  void metricsCountEventsAndPausesAndNameThePart() {
    house.open(options(null), legacy);
    Map<String, Double> expected = new TreeMap<>();
    expected.put("vacant[freelist, main]", 0.0);
    expected.put("active_part[freelist, main, legacy]", 1.0);
    expected.put("swaps_total[freelist, main]", 0.0);
    expected.put("pause_seconds[freelist, main]", 0.0);
    for (Event event : Event.values()) {
      expected.put(
          "events_total[freelist, main, " + event.name().toLowerCase(Locale.ROOT) + "]", 0.0);
    }
    expected.put("events_total[freelist, main, filled]", 1.0);
    assertEquals(expected, House.shown(house.metrics));
    house.add(range);
    time.runDue();
    expected.remove("active_part[freelist, main, legacy]");
    expected.put("active_part[freelist, main, range]", 1.0);
    expected.put("swaps_total[freelist, main]", 1.0);
    expected.put("pause_seconds[freelist, main]", 1.0);
    expected.put("events_total[freelist, main, swapped]", 1.0);
    assertEquals(expected, House.shown(house.metrics));
  }

  @Test
  void metricsMoveToTheRegistryThatComes() {
    house.open(options(null), legacy);
    MetricsRegistry later = House.registry();
    house.workshop.metrics().use(later);
    assertNull(house.metric("vacant[freelist, main]"));
    assertEquals(1, house.metric("events_total[freelist, main, filled]"));
    assertEquals(1, House.shown(later).get("active_part[freelist, main, legacy]"));
    assertEquals(0, House.shown(later).get("events_total[freelist, main, filled]"));
    house.workshop.metrics().stopUsing(later);
    assertNull(House.shown(later).get("active_part[freelist, main, legacy]"));
  }

  @Test
  void statusShowsCandidatesBestFirst() {
    range.throwing(FakeFactory.Step.REBUILD, new IllegalStateException("x"));
    house.open(options(null), legacy, range, exact);
    assertEquals(
        List.of("exact", "legacy", "range"),
        house.slot().status().candidates().stream().map(SlotStatus.CandidateStatus::name).toList());
    assertTrue(house.slot().status().candidates().getFirst().active());
  }

  @Test
  void setAsideReasonsOfThoseWhoLeftAreBounded() {
    house.open(options(null), legacy);
    SetAside aside = new SetAside();
    for (int i = 0; i < 200; i++) {
      aside.put("key" + i, "name", "reason", true, key -> key.equals("key3"));
    }
    assertEquals(SetAside.ENTRIES_MAX, aside.size());
    assertTrue(aside.contains("key3"), "one that is there is never forgotten");
    assertTrue(aside.contains("key199"));
    aside.forgive("name");
    assertEquals(0, aside.size());
  }

  @Test
  void plainJavaFindsTheFactory() {
    SlotFactory found = ServiceLoader.load(SlotFactory.class).findFirst().orElseThrow();
    Slot<FakeFactory.Part> slot =
        found.with(time, time, house.metrics).open(options(null), found.candidates(), house.owner);
    assertEquals(State.VACANT, slot.status().state());
    slot.close();
  }

  private FakeFactory.Part part() {
    FakeFactory.Part part = house.slot().part();
    FakeOwner.check(part != null, "no part serves");
    return part;
  }

  private String setAside(String name) {
    for (SlotStatus.CandidateStatus candidate : house.slot().status().candidates()) {
      String reason = candidate.setAside();
      if (candidate.name().equals(name) && reason != null) {
        return reason;
      }
    }
    return "";
  }
}
