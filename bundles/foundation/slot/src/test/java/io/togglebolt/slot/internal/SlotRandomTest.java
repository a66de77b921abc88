package io.togglebolt.slot.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotStatus.State;
import io.togglebolt.slot.UnknownPartException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random histories under one seed each. The owner checks at every operation that its part is the
 * only one and has missed nothing; whenever everything is quiet, the naive model's choice serves.
 */
class SlotRandomTest {
  private static final int SEEDS = 400;
  private static final int STEPS = 250;
  private static final int QUIET_EVERY = 25;

  @Test
  void quietSlotServesTheModelsChoice() {
    for (int seed = 0; seed < SEEDS; seed++) {
      try {
        new History(seed).run();
      } catch (Throwable failed) {
        throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
      }
    }
  }

  private static final class History {
    private final Random random;
    private final SimulatedTime time = new SimulatedTime();
    private final House house = new House(time, time, 0);
    private final List<FakeFactory> all = new ArrayList<>();
    private final Set<FakeFactory> present = new HashSet<>();
    private final Set<FakeFactory> everFaulty = new HashSet<>();
    private @Nullable String pinned;
    private boolean nested;

    History(long seed) {
      random = new Random(seed);
      for (String name : List.of("a", "b", "c")) {
        all.add(new FakeFactory(name, random.nextInt(3), all.size()));
        all.add(new FakeFactory(name, random.nextInt(3), all.size()));
      }
    }

    void run() throws Exception {
      house.open(House.options(null).withGrace(random.nextInt(3) * 100L));
      for (int step = 1; step <= STEPS; step++) {
        act();
        if (step % QUIET_EVERY == 0) {
          time.advance(60_000);
          checkQuiet();
        }
      }
      house.slot().close();
      time.advance(60_000);
      assertEquals(0, house.owner.openHandOvers.get(), "hand-overs never let go");
    }

    private void act() throws Exception {
      switch (random.nextInt(10)) {
        case 0, 1 -> addOrRemove();
        case 2 -> pin();
        case 3 -> use();
        case 4 -> changeFault();
        case 5 -> failOperation();
        case 6, 7 -> time.runOne(random);
        case 8 -> time.advance(random.nextInt(120));
        default -> house.owner.operate(house.slot());
      }
    }

    private FakeFactory any() {
      return all.get(random.nextInt(all.size()));
    }

    private void addOrRemove() {
      FakeFactory factory = any();
      if (present.remove(factory)) {
        house.remove(factory);
      } else {
        present.add(factory);
        house.add(factory);
      }
    }

    private void pin() {
      String name = random.nextBoolean() ? any().name : null;
      pinned = name;
      house.slot().pin(name);
    }

    /** Without time to wait it succeeds only if the part serves already; else the pin stays. */
    private void use() throws InterruptedException {
      String name = any().name;
      boolean known = present.stream().anyMatch(factory -> factory.name.equals(name));
      try {
        house.slot().use(name, 0);
        pinned = name;
        assertEquals(name, house.active());
      } catch (UnknownPartException unknown) {
        FakeOwner.check(!known, "denied a name that is there: " + unknown.getMessage());
      } catch (SlotException refused) {
        FakeOwner.check(known, "refused instead of unknown: " + refused.getMessage());
      }
      assertEquals(pinned, house.slot().status().pinned());
    }

    private void changeFault() {
      FakeFactory factory = any();
      FakeFactory.Step[] steps = FakeFactory.Step.values();
      FakeFactory.Step step = steps[random.nextInt(steps.length)];
      switch (random.nextInt(3)) {
        case 0 -> {
          everFaulty.add(factory);
          factory.throwing(step, new LinkageError("made to fail at " + step));
        }
        case 1 -> factory.failing(step, this::meanwhile);
        default -> factory.failing(step, null);
      }
    }

    /** Something else happens in the middle of a hand-over. */
    private void meanwhile() {
      if (nested) {
        return;
      }
      nested = true;
      try {
        if (random.nextBoolean()) {
          addOrRemove();
        } else {
          pin();
        }
      } finally {
        nested = false;
      }
    }

    private void failOperation() throws InterruptedException {
      FakeFactory.Part part = house.slot().part();
      // With no candidate that surely works the operation would wait for one, and this thread is
      // the only one there is.
      boolean rescued =
          present.stream().anyMatch(factory -> !everFaulty.contains(factory) && usable(factory));
      if (part == null || !rescued) {
        return;
      }
      nested = true;
      try {
        everFaulty.add(part.madeBy);
        boolean stillRescued =
            present.stream().anyMatch(factory -> !everFaulty.contains(factory) && usable(factory));
        if (stillRescued) {
          house.owner.operateAndFail(house.slot(), new IllegalStateException("broke"));
        }
      } finally {
        nested = false;
      }
    }

    private boolean usable(FakeFactory factory) {
      return house.slot().status().candidates().stream()
          .anyMatch(
              candidate ->
                  candidate.key().equals(factory.candidate.key()) && candidate.setAside() == null);
    }

    private void checkQuiet() {
      FakeFactory.Part now = house.slot().part();
      assertEquals(now == null ? Set.of() : Set.of(now), house.owner.alive, "parts not retired");
      SlotStatus status = house.slot().status();
      assertEquals(present.size(), status.candidates().size());
      FakeFactory best = null;
      for (FakeFactory factory : all) {
        if (!present.contains(factory)) {
          continue;
        }
        if (!usable(factory)) {
          FakeOwner.check(everFaulty.contains(factory), factory.name + " was blamed for nothing");
        } else if (best == null || better(factory, best)) {
          best = factory;
        }
      }
      FakeFactory.Part part = house.slot().part();
      FakeFactory serving = part == null ? null : part.madeBy;
      FakeOwner.check(serving == best, name(serving) + " serves, the model says " + name(best));
      assertEquals(best == null ? State.VACANT : State.SERVING, status.state());
      assertEquals(pinned, status.pinned());
      assertEquals(0, house.owner.openHandOvers.get(), "hand-overs never let go");
      assertEquals(0, time.pending(), "work that is never done");
      house.owner.operate(house.slot());
    }

    private static String name(@Nullable FakeFactory factory) {
      return factory == null ? "nobody" : factory.candidate.key();
    }

    private boolean better(FakeFactory one, FakeFactory other) {
      boolean oneChosen = one.name.equals(pinned);
      boolean otherChosen = other.name.equals(pinned);
      if (oneChosen != otherChosen) {
        return oneChosen;
      }
      if (one.candidate.ranking() != other.candidate.ranking()) {
        return one.candidate.ranking() > other.candidate.ranking();
      }
      return one.candidate.order() < other.candidate.order();
    }
  }
}
