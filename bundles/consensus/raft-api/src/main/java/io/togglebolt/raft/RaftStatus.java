package io.togglebolt.raft;

import java.util.Objects;
import java.util.SortedMap;

/**
 * A member at one moment. A copy: it does not change, and may be kept.
 *
 * @param id the member
 * @param hardState what it remembers
 * @param softState who leads and what it does
 * @param applied up to where it has applied
 * @param leadTransferee to whom it hands the leadership over; 0 for nobody
 * @param confState who belongs to the cluster, as far as the member has applied
 * @param progress what it knows of each member, in the order of unsigned ids; empty unless it leads
 */
public record RaftStatus(
    long id,
    HardState hardState,
    SoftState softState,
    long applied,
    long leadTransferee,
    ConfState confState,
    SortedMap<Long, PeerProgress> progress) {
  /** Checks that nothing is null. */
  public RaftStatus {
    Objects.requireNonNull(hardState, "hardState");
    Objects.requireNonNull(softState, "softState");
    Objects.requireNonNull(confState, "confState");
    Objects.requireNonNull(progress, "progress");
  }
}
