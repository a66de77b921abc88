package io.togglebolt.raft;

/** What a change does to a member. {@link #toString()} is etcd's name. */
public enum ConfChangeType {
  /** It becomes a voter. */
  ADD_NODE(0, "ConfChangeAddNode"),
  /** It belongs to the cluster no longer. */
  REMOVE_NODE(1, "ConfChangeRemoveNode"),
  /** Something about it changed that Raft does not look at. */
  UPDATE_NODE(2, "ConfChangeUpdateNode"),
  /** It becomes a learner. */
  ADD_LEARNER_NODE(3, "ConfChangeAddLearnerNode");

  private static final ConfChangeType[] ALL = values();

  private final int number;
  private final String name;

  ConfChangeType(int number, String name) {
    this.number = number;
    this.name = name;
  }

  /** The number that stands for it on disk and on the wire. */
  public int number() {
    return number;
  }

  /**
   * The type that a number stands for.
   *
   * @throws IllegalArgumentException when it stands for none
   */
  public static ConfChangeType of(long number) {
    if (number < 0 || number >= ALL.length) {
      throw new IllegalArgumentException(
          "change type " + Long.toUnsignedString(number) + " is not known; expected 0 to 3");
    }
    return ALL[(int) number];
  }

  @Override
  public String toString() {
    return name;
  }
}
