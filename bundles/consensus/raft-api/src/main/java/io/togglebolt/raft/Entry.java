package io.togglebolt.raft;

import java.util.Arrays;
import java.util.Objects;

/**
 * One entry of the log.
 *
 * @param type what the data is
 * @param term the term of the leader that appended it
 * @param index its place in the log; the first entry has 1
 * @param data what was proposed; may be empty. Not copied: whoever makes an entry gives the array
 *     away, and nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // Copies would cost an allocation for each entry.
public record Entry(EntryType type, long term, long index, byte[] data) {
  /** Checks that nothing is null. */
  public Entry {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(data, "data");
  }

  /** A normal entry. */
  public static Entry of(long term, long index, byte[] data) {
    return new Entry(EntryType.NORMAL, term, index, data);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry entry
        && entry.type == type
        && entry.term == term
        && entry.index == index
        && Arrays.equals(entry.data, data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, term, index, Arrays.hashCode(data));
  }

  @Override
  public String toString() {
    return "Entry[" + type + ", term " + term + ", index " + index + ", " + data.length + " bytes]";
  }
}
