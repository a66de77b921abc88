package io.togglebolt.itests.simulation.planted;

import io.togglebolt.itests.simulation.cluster.Plan;
import io.togglebolt.itests.simulation.cluster.Simulation;
import io.togglebolt.itests.simulation.invariant.Invariants;
import io.togglebolt.itests.simulation.member.Plant;
import io.togglebolt.itests.simulation.world.EventLog;
import io.togglebolt.itests.simulation.world.SimulationFailure;
import io.togglebolt.raft.RaftFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Looks for a planted fault, seed by seed. A seed counts only when it finds nothing in members
 * without the fault, and something unsafe in those with it, so that what is found is the fault.
 */
public final class Hunt {
  private Hunt() {}

  /**
   * A fault that was found.
   *
   * @param seed under which
   * @param seedsTried how many seeds it took, this one included
   * @param check which check found it
   * @param failure what it said
   */
  public record Finding(
      PlantedFault fault, long seed, int seedsTried, String check, String failure) {}

  /** Tries seeds from one on, as many as the fault says. */
  public static Optional<Finding> hunt(PlantedFault fault, long from) {
    return hunt(fault, from, () -> {});
  }

  /** The same, and says after each seed that it was tried. */
  static Optional<Finding> hunt(PlantedFault fault, long from, Runnable tried) {
    Simulation.Setup faulty = setup(fault.factory(), fault.plants(), fault.wishes());
    Simulation.Setup clean =
        setup(cleanRaft(), EnumSet.noneOf(Plant.class), fault.wishes().withoutLeases());
    for (int seeds = 1; seeds <= fault.mostSeeds(); seeds++) {
      long seed = from + seeds - 1;
      Optional<String> failure = failure(seed, faulty).filter(Hunt::isUnsafe);
      if (failure.isPresent() && failure(seed, clean).isEmpty()) {
        return Optional.of(new Finding(fault, seed, seeds, check(failure.get()), failure.get()));
      }
      tried.run();
    }
    return Optional.empty();
  }

  static RaftFactory cleanRaft() {
    return ServiceLoader.load(RaftFactory.class).findFirst().orElseThrow();
  }

  private static Simulation.Setup setup(
      RaftFactory factory, Set<Plant> plants, Plan.Wishes wishes) {
    return new Simulation.Setup(factory, plants, wishes, plan -> List.of(new Invariants()));
  }

  private static Optional<String> failure(long seed, Simulation.Setup setup) {
    try {
      Simulation.run(seed, setup, EventLog.NONE);
      return Optional.empty();
    } catch (SimulationFailure failure) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
  }

  /** Whoever waits in vain may do so for other reasons than the fault. */
  private static boolean isUnsafe(String failure) {
    return !failure.contains(" not converged ") && !failure.startsWith("clients were not answered");
  }

  /** A failure's sentence begins with the check's name, unless a member noticed it itself. */
  private static String check(String failure) {
    if (failure.startsWith("not linearizable")) {
      return "linearizability";
    }
    if (failure.contains("acknowledged:")) {
      return "acknowledged writes";
    }
    int colon = failure.indexOf(':');
    String head = colon < 0 ? failure : failure.substring(0, colon);
    return head.matches("[a-z -]+") ? head : "the member itself";
  }
}
