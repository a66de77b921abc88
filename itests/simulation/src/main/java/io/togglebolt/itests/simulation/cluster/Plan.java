package io.togglebolt.itests.simulation.cluster;

import io.togglebolt.itests.simulation.member.MemberSettings;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.ReadMode;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.testkit.SplitMix64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a seed decides before anything happens.
 *
 * @param nodes with how many members the cluster begins
 * @param faults what may go wrong
 * @param clients how many clients there are
 * @param operations how many operations they ask for in all
 * @param keys how many keys they use
 * @param settings how the members behave
 */
public record Plan(
    int nodes, Set<Fault> faults, int clients, int operations, int keys, MemberSettings settings) {
  /** With how many members a cluster begins at the most. */
  public static final int MOST_NODES = 7;

  /** What may happen where reads trust in leases: nobody is elected while another one leads. */
  private static final Set<Fault> HARMLESS_TO_LEASES =
      EnumSet.of(Fault.DELAY, Fault.DUPLICATE, Fault.SNAPSHOT, Fault.SWAP);

  private static final long TICK_NANOS = 100_000_000;

  /** Takes a copy of the set. */
  public Plan {
    faults = faults.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(faults);
  }

  /**
   * What whoever asks for a seed decides instead of it.
   *
   * @param leases whether reads trust in leases whatever goes wrong; clocks that drift break them
   */
  public record Wishes(
      Optional<Integer> nodes,
      Optional<Set<Fault>> faults,
      Optional<Integer> operations,
      boolean leases) {
    /** None: the seed decides all. */
    public static final Wishes NONE =
        new Wishes(Optional.empty(), Optional.empty(), Optional.empty());

    /** Leases are for the seed to decide. */
    public Wishes(
        Optional<Integer> nodes, Optional<Set<Fault>> faults, Optional<Integer> operations) {
      this(nodes, faults, operations, false);
    }

    /** The same, but leases are for the seed to decide. */
    public Wishes withoutLeases() {
      return new Wishes(nodes, faults, operations);
    }
  }

  /** Draws a plan. What is wished for does not change what else is drawn. */
  public static Plan draw(SplitMix64 random, Wishes wishes) {
    int drawnNodes = random.choice(1, 2, 3, 3, 3, 3, 3, 4, 5, 5, 5, 6, 7);
    Set<Fault> drawnFaults = faults(random.fork());
    int drawnOperations = random.between(100, 300);
    Set<Fault> faults = wishes.faults().orElse(drawnFaults);
    return new Plan(
        wishes.nodes().orElse(drawnNodes),
        faults,
        random.between(2, 5),
        wishes.operations().orElse(drawnOperations),
        random.between(2, 6),
        settings(random.fork(), HARMLESS_TO_LEASES.containsAll(faults), wishes.leases()));
  }

  private static Set<Fault> faults(SplitMix64 random) {
    int percent = random.choice(0, 15, 30, 30, 50, 50, 100);
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (Fault fault : Fault.values()) {
      if (random.chance(percent, 100)) {
        faults.add(fault);
      }
    }
    return faults;
  }

  private static MemberSettings settings(
      SplitMix64 random, boolean mayTrustLeases, boolean mustTrustLeases) {
    boolean leases = (random.chance(1, 2) && mayTrustLeases) || mustTrustLeases;
    boolean checkQuorum = random.chance(2, 3) || leases;
    long maxMessageBytes = random.choice(0L, 100L, 1_000L, 1L << 20);
    return new MemberSettings(
        random.chance(1, 2),
        random.chance(1, 2),
        checkQuorum,
        leases ? ReadMode.LEASE_BASED : ReadMode.SAFE,
        random.chance(3, 4),
        random.chance(1, 2),
        maxMessageBytes,
        random.choice(100L, 1_000L, RaftOptions.UNLIMITED),
        random.choice(300L, 5_000L, RaftOptions.UNLIMITED, RaftOptions.UNLIMITED),
        random.choice(1, 2, 16, 256),
        random.choice(maxMessageBytes, Math.max(maxMessageBytes, 500L), RaftOptions.UNLIMITED),
        random.choice(0, 5, 10, 20, 50, 50),
        random.choice(0, 2, 10),
        random.between(1, 3),
        random.choice(1_024, 4_096),
        random.choice(FreelistPersistence.values()),
        random.chance(1, 2),
        TICK_NANOS,
        random.choice(0L, 1_000_000L, 5_000_000L, 20_000_000L));
  }

  /** The names of the faults, or "none". */
  public String faultWords() {
    List<String> words = faults.stream().map(Fault::word).toList();
    return words.isEmpty() ? "none" : String.join(",", words);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d members, %d clients, %d operations on %d keys, faults %s, %s",
        nodes,
        clients,
        operations,
        keys,
        faultWords(),
        settings);
  }
}
