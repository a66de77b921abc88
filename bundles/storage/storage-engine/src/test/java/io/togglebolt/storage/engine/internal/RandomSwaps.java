package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.slot.Candidate;
import io.togglebolt.slot.Candidates;
import io.togglebolt.slot.SlotControl;
import io.togglebolt.slot.SlotException;
import io.togglebolt.slot.SlotStatus;
import io.togglebolt.slot.SlotStatus.CandidateStatus;
import io.togglebolt.storage.spi.PartFactory;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Swaps the part of one slot at random, in each way that plain Java knows, under a load.
 *
 * @param <F> the factories' type
 */
final class RandomSwaps<F extends PartFactory> {
  /** How the next part comes to serve. */
  enum Way {
    /** It is asked for by name. */
    PIN,
    /** A candidate with a higher ranking comes, and goes. */
    RANKING,
    /** The serving part's candidate is taken back, and comes back later. */
    WITHDRAWAL,
    /** The serving part's candidate is taken back, and its next revision is there at once. */
    UPDATE,
    /** The serving part does what no part may do. */
    FAILURE
  }

  private static final int HIGH = 1_000_000;
  private static final String UNRELIABLE = "unreliable";

  private final Candidates<F> candidates;
  private final List<F> factories;
  private final Function<F, F> unreliable;
  private final Map<Way, Integer> done = new EnumMap<>(Way.class);
  private final List<Candidate<F>> offered = new ArrayList<>();
  private long order;

  /**
   * @param unreliable makes a factory of parts that fail sooner or later, called {@code unreliable}
   */
  RandomSwaps(Candidates<F> candidates, List<F> factories, Function<F, F> unreliable) {
    this.candidates = candidates;
    this.factories = factories;
    this.unreliable = unreliable;
    factories.forEach(factory -> offer(factory, factory.ranking()));
  }

  /** How often each way was gone. */
  Map<Way, Integer> done() {
    return done;
  }

  private Candidate<F> offer(F factory, int ranking) {
    long number = order++;
    Candidate<F> candidate =
        new Candidate<>(
            factory.name(), ranking, number, factory.name() + "#" + number, factory, () -> {});
    offered.add(candidate);
    candidates.add(candidate);
    return candidate;
  }

  private void takeBack(Candidate<F> candidate) {
    offered.remove(candidate);
    candidates.remove(candidate);
  }

  /** One way there, and back where it has one. */
  void swap(SlotControl slot, VerifiedLoad load, SplitMix64 random) throws InterruptedException {
    Way way = random.choice(Way.values());
    F factory = random.choice(factories);
    switch (way) {
      case PIN -> slot.use(factory.name(), 60_000);
      case RANKING -> rank(slot, load, factory);
      case WITHDRAWAL -> withdraw(slot, load);
      case UPDATE -> update(slot, load);
      case FAILURE -> fail(slot, load, unreliable.apply(factory));
    }
    done.merge(way, 1, Integer::sum);
    load.awaitCommits(3);
  }

  private void rank(SlotControl slot, VerifiedLoad load, F factory) throws InterruptedException {
    slot.pin(null);
    Candidate<F> high = offer(factory, HIGH);
    await(slot, load, () -> serves(slot, high));
    load.awaitCommits(2);
    takeBack(high);
    await(slot, load, () -> isServed(slot) && !serves(slot, high));
  }

  private void withdraw(SlotControl slot, VerifiedLoad load) throws InterruptedException {
    slot.pin(null);
    await(slot, load, () -> isServed(slot));
    Candidate<F> serving = serving(slot);
    takeBack(serving);
    await(slot, load, () -> isServed(slot) && !serves(slot, serving));
    load.awaitCommits(2);
    Candidate<F> again = offer(serving.factory(), serving.ranking());
    await(slot, load, () -> isServed(slot) && isWhatRankingSays(slot, again));
  }

  private void update(SlotControl slot, VerifiedLoad load) throws InterruptedException {
    await(slot, load, () -> isServed(slot));
    Candidate<F> old = serving(slot);
    takeBack(old);
    Candidate<F> next = offer(old.factory(), old.ranking());
    await(slot, load, () -> isServed(slot) && serves(slot, next));
  }

  private void fail(SlotControl slot, VerifiedLoad load, F factory) throws InterruptedException {
    Candidate<F> bad = offer(factory, 0);
    try {
      slot.use(UNRELIABLE, 60_000);
    } catch (SlotException refused) {
      assertTrue(refused.getMessage().contains(UNRELIABLE), refused.getMessage());
    }
    // Not pinned again: that would give it another chance, and forget why it was set aside.
    await(slot, load, () -> isServed(slot) && !serves(slot, bad) && isSetAside(slot, bad));
    takeBack(bad);
    slot.pin(null);
  }

  private static void await(SlotControl slot, VerifiedLoad load, BooleanSupplier holds)
      throws InterruptedException {
    for (int commits = 0; !holds.getAsBoolean(); commits++) {
      assertTrue(commits < 100_000, () -> "it did not come to be: " + slot.status());
      load.awaitCommits(1);
    }
  }

  private boolean isSetAside(SlotControl slot, Candidate<F> candidate) {
    CandidateStatus shown = shown(slot, candidate);
    return shown != null && shown.setAside() != null;
  }

  private static boolean isServed(SlotControl slot) {
    return slot.status().state() == SlotStatus.State.SERVING;
  }

  private boolean serves(SlotControl slot, Candidate<F> candidate) {
    CandidateStatus shown = shown(slot, candidate);
    return shown != null && shown.active();
  }

  private static boolean isWhatRankingSays(SlotControl slot, Candidate<?> returned) {
    CandidateStatus first = slot.status().candidates().getFirst();
    return first.active() || !first.key().equals(returned.key());
  }

  private CandidateStatus shown(SlotControl slot, Candidate<F> candidate) {
    return slot.status().candidates().stream()
        .filter(each -> each.key().equals(candidate.key()))
        .findFirst()
        .orElse(null);
  }

  private Candidate<F> serving(SlotControl slot) {
    String key =
        slot.status().candidates().stream()
            .filter(CandidateStatus::active)
            .findFirst()
            .orElseThrow()
            .key();
    return offered.stream().filter(each -> each.key().equals(key)).findFirst().orElseThrow();
  }
}
