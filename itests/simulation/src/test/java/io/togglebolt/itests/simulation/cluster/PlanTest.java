package io.togglebolt.itests.simulation.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.itests.simulation.member.MemberSettings;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.ReadMode;
import io.togglebolt.storage.FreelistPersistence;
import io.togglebolt.testkit.SplitMix64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

  /** What is drawn of each setting that is not drawn from a range. */
  @Test
  void seedsDrawAllValuesOfAllSettings() {
    Map<String, Set<String>> drawn = new TreeMap<>();
    for (long seed = 0; seed < 500; seed++) {
      MemberSettings settings = plan(seed, Plan.Wishes.NONE).settings();
      for (String word : settings.toString().replaceAll(".*\\[|\\]", "").split(", ", -1)) {
        String[] parts = word.split("=", -1);
        drawn.computeIfAbsent(parts[0], name -> new TreeSet<>()).add(parts[1]);
      }
    }
    Set<String> both = Set.of("false", "true");
    for (String flag :
        List.of(
            "asyncStorageWrites",
            "preVote",
            "checkQuorum",
            "proposalForwarding",
            "stepDownOnRemoval",
            "leaderSendsFirst")) {
      assertEquals(both, drawn.get(flag), flag);
    }
    String unlimited = String.valueOf(RaftOptions.UNLIMITED);
    assertEquals(names(ReadMode.values()), drawn.get("readMode"));
    assertEquals(names(FreelistPersistence.values()), drawn.get("freelistPersistence"));
    assertEquals(Set.of("0", "100", "1000", "1048576"), drawn.get("maxMessageBytes"));
    assertEquals(Set.of("100", "1000", unlimited), drawn.get("maxApplyingBytes"));
    assertEquals(Set.of("300", "5000", unlimited), drawn.get("maxUncommittedBytes"));
    assertEquals(Set.of("1", "2", "16", "256"), drawn.get("maxInflightMessages"));
    assertEquals(
        Set.of("0", "100", "500", "1000", "1048576", unlimited), drawn.get("maxInflightBytes"));
    assertEquals(Set.of("0", "5", "10", "20", "50"), drawn.get("snapshotInterval"));
    assertEquals(Set.of("0", "2", "10"), drawn.get("keptEntries"));
    assertEquals(Set.of("1", "2", "3"), drawn.get("keptSegments"));
    assertEquals(Set.of("1024", "4096"), drawn.get("pageBytes"));
    assertEquals(Set.of("0", "1000000", "5000000", "20000000"), drawn.get("writeNanos"));
  }

  private static Set<String> names(Enum<?>[] values) {
    Set<String> names = new TreeSet<>();
    for (Enum<?> value : values) {
      names.add(value.toString());
    }
    return names;
  }
}
