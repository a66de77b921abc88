package io.togglebolt.slot;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a slot. Strings and numbers only, so that the journal keeps no class
 * loader.
 *
 * @param sequence rises by one with each record
 * @param wallMillis when, in milliseconds since the Unix epoch
 * @param kind the kind of slot
 * @param owner the slot's owner
 * @param event what happened
 * @param from the part that served before, or null
 * @param to the part that serves now, or null
 * @param reason why, in words
 * @param durationNanos from the decision to the switch
 * @param pauseNanos how long the boundary was held
 * @param stateSize how many items the new part was made from; 0 where it was made by {@link
 *     SlotOwner#rebuild}, which does not say
 * @param waited how many threads waited for a part in {@link Slot#awaitPart}; those that wait at
 *     the owner's boundary are the owner's to count
 */
public record SwapRecord(
    long sequence,
    long wallMillis,
    String kind,
    String owner,
    Event event,
    @Nullable String from,
    @Nullable String to,
    String reason,
    long durationNanos,
    long pauseNanos,
    long stateSize,
    long waited) {

  /** The kinds of record. */
  public enum Event {
    /** The slot was filled when it was opened, or by the first candidate after a vacancy. */
    FILLED,
    /** One part took over from another. */
    SWAPPED,
    /** A failed part was replaced in the middle of an operation. */
    REBUILT,
    /** A candidate is no longer trusted; the old part serves on. */
    SET_ASIDE,
    /** The slot lost its part and has no other. */
    VACATED
  }
}
