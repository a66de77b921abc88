package io.togglebolt.itests.simulation.world;

/** Something was broken; the message says in one sentence what. */
public final class SimulationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With that sentence. */
  public SimulationFailure(String sentence) {
    super(sentence);
  }

  /** With what led to it. */
  public SimulationFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
