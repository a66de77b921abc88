package io.togglebolt.itests.simulation.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.raft.ReadMode;
import io.togglebolt.testkit.SplitMix64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static Plan plan(long seed, Plan.Wishes wishes) {
    return Plan.draw(new SplitMix64(seed), wishes);
  }

  @Test
  void aWishChangesNothingElse() {
    for (long seed = 0; seed < 200; seed++) {
      Plan drawn = plan(seed, Plan.Wishes.NONE);
      Plan wished =
          plan(
              seed,
              new Plan.Wishes(Optional.of(7), Optional.of(drawn.faults()), Optional.of(1_000)));
      assertEquals(
          new Plan(7, drawn.faults(), drawn.clients(), 1_000, drawn.keys(), drawn.settings()),
          wished,
          "seed " + seed);
    }
  }

  @Test
  void seedsDrawAllNumbersOfMembersAndAllFaults() {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    boolean[] nodes = new boolean[Plan.MOST_NODES + 1];
    boolean none = false;
    for (long seed = 0; seed < 300; seed++) {
      Plan drawn = plan(seed, Plan.Wishes.NONE);
      faults.addAll(drawn.faults());
      nodes[drawn.nodes()] = true;
      none |= drawn.faults().isEmpty();
    }
    assertEquals(EnumSet.allOf(Fault.class), faults);
    for (int count = 1; count <= Plan.MOST_NODES; count++) {
      assertTrue(nodes[count], count + " members are never drawn");
    }
    assertTrue(none, "there is always some fault");
  }

  @Test
  void leasesAreTrustedOnlyWhereNobodyIsDeposed() {
    boolean trusted = false;
    Set<Fault> harmless = EnumSet.of(Fault.DELAY, Fault.DUPLICATE, Fault.SNAPSHOT, Fault.SWAP);
    for (long seed = 0; seed < 500; seed++) {
      Plan drawn = plan(seed, Plan.Wishes.NONE);
      if (drawn.settings().readMode() == ReadMode.LEASE_BASED) {
        trusted = true;
        assertTrue(harmless.containsAll(drawn.faults()), "seed " + seed + ": " + drawn);
      }
    }
    assertTrue(trusted, "leases are never trusted");
  }
}
