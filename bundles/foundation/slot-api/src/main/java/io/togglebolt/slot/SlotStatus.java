package io.togglebolt.slot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slot at one moment; strings and numbers only.
 *
 * @param kind the kind of slot
 * @param owner the owner's name
 * @param state what the slot is doing
 * @param active the serving part's name, or null
 * @param pinned the name chosen by configuration or command, or null
 * @param pinnedPresent whether a usable candidate of the pinned name is there
 * @param swaps how many swaps this slot has made
 * @param candidates all candidates, best first
 */
public record SlotStatus(
    String kind,
    String owner,
    State state,
    @Nullable String active,
    @Nullable String pinned,
    boolean pinnedPresent,
    long swaps,
    List<CandidateStatus> candidates) {

  /** What a slot is doing. */
  public enum State {
    /** A part serves and nothing else is wanted. */
    SERVING,
    /** A part serves while its successor is being made. */
    SWAPPING,
    /** The serving part's candidate is gone; the part serves on until its successor takes over. */
    WITHDRAWN,
    /** No part serves. */
    VACANT,
    /** The owner is closed. */
    CLOSED
  }

  /**
   * One candidate.
   *
   * @param name its name
   * @param ranking its ranking
   * @param key its identity
   * @param active whether its part serves
   * @param setAside why it is not trusted, or null
   */
  public record CandidateStatus(
      String name, int ranking, String key, boolean active, @Nullable String setAside) {}
}
