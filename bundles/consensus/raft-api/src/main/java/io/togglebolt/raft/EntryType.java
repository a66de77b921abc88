package io.togglebolt.raft;

/** What an {@link Entry} holds. */
public enum EntryType {
  /** A proposal of the state machine above; empty data is the entry by which a leader begins. */
  NORMAL(0),
  /**
   * A change of one member, in the older encoding. Its bytes are read and written by {@code
   * ConfChangeCodec} of etcd-format; {@link ConfChange#asV2()} is what a member applies.
   */
  CONF_CHANGE(1),
  /**
   * A change of any number of members, read and written by {@code ConfChangeV2Codec} of
   * etcd-format; no data at all is {@link ConfChangeV2#LEAVE_JOINT}.
   */
  CONF_CHANGE_V2(2);

  private final int number;

  EntryType(int number) {
    this.number = number;
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
  public static EntryType of(long number) {
    for (EntryType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "entry type " + number + " is not known; expected 0, 1 or 2");
  }
}
