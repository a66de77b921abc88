package io.togglebolt.raft.core.internal.state;

/**
 * A rule that keeps Raft safe. All of them hold in every member that {@link
 * io.togglebolt.raft.RaftFactory} makes; tests switch one off to see that whoever looks for broken
 * promises finds them. Sections are those of the extended Raft paper, unless they are said to be of
 * Ongaro's thesis.
 */
public enum Safeguard {
  /** A leader counts replicas only of an entry of its own term (5.4.2). */
  COMMIT_COUNTS_OWN_TERM_ONLY,
  /** A member votes for one candidate in a term (5.2). */
  ONE_VOTE_A_TERM,
  /** A member votes only for a candidate whose log is as far as its own (5.4.1). */
  VOTE_FOR_UP_TO_DATE_LOG_ONLY,
  /** A joint configuration agrees only when both of its halves do (6). */
  JOINT_NEEDS_BOTH_QUORUMS,
  /** A leader answers a safe read once a quorum has confirmed that it leads (thesis 6.4). */
  READ_CONFIRMED_BY_QUORUM,
  /** A leader answers a read only after it has committed an entry of its own term (thesis 6.4). */
  READ_AFTER_COMMIT_IN_OWN_TERM,
  /** A read that waits is forgotten with the term in which it was asked (thesis 6.4). */
  READ_FORGOTTEN_WITH_THE_TERM,
  /** A leader counts itself only for entries that it has made durable (thesis 10.2.1). */
  LEADER_COUNTS_ITSELF_WHEN_DURABLE,
  /** A vote or an acknowledgement leaves only when what it speaks of is durable (5.1). */
  ANSWER_WHEN_DURABLE,
  /** A snapshot takes the place only of a log that is committed less far (7). */
  SNAPSHOT_OVER_OLDER_LOG_ONLY,
  /** Entries that contradict the leader's go, with all that follow them (5.3). */
  CONFLICTING_TAIL_IS_CUT,
  /** Entries are appended only to the one that the leader has before them (5.3). */
  APPEND_TO_MATCHING_ENTRY_ONLY,
  /** What an append commits ends with what it has shown to be the leader's log (5.3). */
  COMMIT_WITHIN_APPENDED_ONLY,
  /** A heartbeat commits no more than the peer is known to have. */
  HEARTBEAT_COMMITS_MATCHED_ONLY,
  /** What comes from a leader of an older term is refused (5.1). */
  OLDER_TERM_REFUSED,
  /** A learner is not elected (thesis 4.2.1). */
  LEARNER_IS_NOT_ELECTED,
  /** The configuration changes again only after the last change was applied (thesis 4.1). */
  ONE_CHANGE_AT_A_TIME,
  /** Who has a committed change of the configuration still to apply is not elected. */
  CHANGES_APPLIED_BEFORE_ELECTION
}
