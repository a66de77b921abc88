package io.togglebolt.itests.simulation.member;

/**
 * A way to drive a member wrongly on purpose, so that it can be shown that the simulation notices.
 * For tests only; a member knows none of them unless it is given some.
 */
public enum Plant {
  /** Nothing is synced, neither log nor database: what a power cut leaves is luck. */
  NO_SYNC,
  /** Messages leave before what they promise is written. */
  SENT_BEFORE_DURABLE,
  /** For whom the member voted is not written down. */
  VOTE_NOT_PERSISTED,
  /** The term is not written down unless entries come with it. */
  TERM_NOT_PERSISTED,
  /** After a restart the configuration is the one with which the cluster began. */
  CONF_STATE_LOST,
  /** After a restart the last entries are applied once more. */
  APPLIED_TWICE,
  /** The sessions are left out of snapshots, so that a retry is applied again. */
  SESSIONS_NOT_IN_SNAPSHOT,
  /** A retry is applied again. */
  SESSIONS_IGNORED,
  /** Reads are answered from what is there, without asking the leader. */
  STALE_READ,
  /** Reads are answered as soon as the index is known, applied or not. */
  READ_BEFORE_APPLIED,
  /** A write is acknowledged when it is proposed. */
  ACKNOWLEDGED_WHEN_PROPOSED,
  /** A conflicting tail of the log is not cut off. */
  CONFLICT_KEPT,
  /** After a restart the last entries of the log are missing. */
  LOG_TAIL_LOST,
  /** A snapshot names an earlier index than that of its content. */
  SNAPSHOT_MISLABELLED,
  /** A snapshot that is received is not written down, only its mark in the log. */
  SNAPSHOT_NOT_PERSISTED,
  /** A sync that failed is taken for one that succeeded. */
  FAILED_SYNC_IGNORED
}
