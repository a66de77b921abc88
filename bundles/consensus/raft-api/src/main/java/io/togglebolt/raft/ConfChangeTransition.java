package io.togglebolt.raft;

/** How a change of several members comes about. {@link #toString()} is etcd's name. */
public enum ConfChangeTransition {
  /**
   * At once where one member changes, else through a joint configuration that is left by itself.
   */
  AUTO(0, "ConfChangeTransitionAuto"),
  /** Always through a joint configuration, which is left by itself. */
  JOINT_IMPLICIT(1, "ConfChangeTransitionJointImplicit"),
  /** Always through a joint configuration, which stays until an empty change is proposed. */
  JOINT_EXPLICIT(2, "ConfChangeTransitionJointExplicit");

  private static final ConfChangeTransition[] ALL = values();

  private final int number;
  private final String name;

  ConfChangeTransition(int number, String name) {
    this.number = number;
    this.name = name;
  }

  /** The number that stands for it on disk and on the wire. */
  public int number() {
    return number;
  }

  /**
   * The transition that a number stands for.
   *
   * @throws IllegalArgumentException when it stands for none
   */
  public static ConfChangeTransition of(long number) {
    if (number < 0 || number >= ALL.length) {
      throw new IllegalArgumentException(
          "transition " + Long.toUnsignedString(number) + " is not known; expected 0, 1 or 2");
    }
    return ALL[(int) number];
  }

  @Override
  public String toString() {
    return name;
  }
}
