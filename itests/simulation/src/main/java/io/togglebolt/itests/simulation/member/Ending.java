package io.togglebolt.itests.simulation.member;

/** How a process ends. */
public enum Ending {
  /** It closes what it has open. */
  CLEAN("closed"),
  /** It is killed; what it wrote stays in the system's cache. */
  KILLED("killed"),
  /** The machine loses power; what was not synced may be gone, in part and in any order. */
  POWER_CUT("power cut"),
  /** The simulation is over, and takes back what the process holds. */
  OVER("the simulation is over");

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
