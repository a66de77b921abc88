package io.togglebolt.itests.simulation.planted;

import io.togglebolt.itests.simulation.member.Plant;
import io.togglebolt.raft.core.internal.state.Safeguard;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A fault of each member, and within how many seeds the simulation is to find it. */
public enum PlantedFault {
  NO_SYNC(Plant.NO_SYNC, 50, "Nothing is synced before a member answers."),
  ANSWER_BEFORE_DURABLE(
      Safeguard.ANSWER_WHEN_DURABLE, 50, "The core answers before what it promises is durable."),
  SENT_BEFORE_DURABLE(
      Plant.SENT_BEFORE_DURABLE, 50, "Messages leave before the hard state is written."),
  VOTE_NOT_PERSISTED(Plant.VOTE_NOT_PERSISTED, 50, "For whom a member voted is not written down."),
  TERM_NOT_PERSISTED(Plant.TERM_NOT_PERSISTED, 50, "The term of a vote is not written down."),
  FAILED_SYNC_IGNORED(
      Plant.FAILED_SYNC_IGNORED, 200, "A sync that failed is taken for one that succeeded."),
  LOG_TAIL_LOST(Plant.LOG_TAIL_LOST, 50, "After a restart the last entries of the log are gone."),
  OLD_TERM_COMMITTED_BY_COUNTING(
      Safeguard.COMMIT_COUNTS_OWN_TERM_ONLY,
      200,
      "A leader commits an entry of an older term by counting who holds it."),
  LEADER_COUNTS_ITSELF_EARLY(
      Safeguard.LEADER_COUNTS_ITSELF_WHEN_DURABLE,
      50,
      "A leader counts itself before an entry is durable."),
  HALF_OF_JOINT_QUORUM(
      Safeguard.JOINT_NEEDS_BOTH_QUORUMS,
      500,
      "Of a joint configuration only one half must agree."),
  TWO_VOTES_A_TERM(
      Safeguard.ONE_VOTE_A_TERM, 50, "A member votes for whoever asks, several times a term."),
  VOTE_FOR_SHORTER_LOG(
      Safeguard.VOTE_FOR_UP_TO_DATE_LOG_ONLY,
      50,
      "A vote is given whether or not the candidate's log is up to date."),
  LEARNER_ELECTED(Safeguard.LEARNER_IS_NOT_ELECTED, 500, "A learner stands for election."),
  ELECTED_WITH_CHANGE_TO_APPLY(
      Safeguard.CHANGES_APPLIED_BEFORE_ELECTION,
      500,
      "A member with a committed change of the cluster still to apply stands for election."),
  CHANGES_OVERLAP(
      Safeguard.ONE_CHANGE_AT_A_TIME,
      500,
      "The cluster is changed again before the last change was applied."),
  OLDER_TERM_OBEYED(
      Safeguard.OLDER_TERM_REFUSED, 200, "What comes from a leader of an older term is obeyed."),
  CONFLICTING_TAIL_KEPT(
      Safeguard.CONFLICTING_TAIL_IS_CUT, 50, "The core keeps a tail that contradicts its leader."),
  CONFLICT_KEPT(Plant.CONFLICT_KEPT, 50, "The written log keeps a tail that was replaced."),
  APPEND_ANYWHERE(
      Safeguard.APPEND_TO_MATCHING_ENTRY_ONLY,
      50,
      "Entries are appended whether or not the one before them is the leader's."),
  COMMIT_BEYOND_APPENDED(
      Safeguard.COMMIT_WITHIN_APPENDED_ONLY,
      200,
      "An append commits entries that were not shown to be the leader's."),
  HEARTBEAT_COMMITS_UNMATCHED(
      Safeguard.HEARTBEAT_COMMITS_MATCHED_ONLY,
      50,
      "A heartbeat commits more than the member is known to have."),
  SNAPSHOT_OVER_NEWER_LOG(
      Safeguard.SNAPSHOT_OVER_OLDER_LOG_ONLY,
      200,
      "A snapshot takes the place of a log that is committed further."),
  SNAPSHOT_MISLABELLED(
      Plant.SNAPSHOT_MISLABELLED,
      50,
      "A snapshot names an earlier index than that of its content."),
  SNAPSHOT_NOT_PERSISTED(
      Plant.SNAPSHOT_NOT_PERSISTED,
      200,
      "Of a snapshot that is received only the mark in the log is written down."),
  MEMBERSHIP_LOST(
      Plant.CONF_STATE_LOST, 200, "After a restart the cluster is the one with which it began."),
  APPLIED_TWICE(Plant.APPLIED_TWICE, 50, "After a restart the last entries are applied again."),
  SESSIONS_NOT_IN_SNAPSHOT(
      Plant.SESSIONS_NOT_IN_SNAPSHOT,
      200,
      "The sessions are left out of snapshots, so that a retry is applied again."),
  RETRY_APPLIED_AGAIN(Plant.SESSIONS_IGNORED, 50, "A retry is applied again."),
  STALE_READ_INDEX(
      Safeguard.READ_CONFIRMED_BY_QUORUM,
      200,
      "A leader answers a read without asking a quorum whether it leads."),
  READ_BEFORE_COMMIT_IN_TERM(
      Safeguard.READ_AFTER_COMMIT_IN_OWN_TERM,
      500,
      "A leader answers a read before it has committed in its term."),
  LOCAL_READ(Plant.STALE_READ, 50, "Reads are answered from what a member has."),
  READ_BEFORE_APPLIED(
      Plant.READ_BEFORE_APPLIED, 50, "Reads are answered before their index is applied."),
  ACKNOWLEDGED_WHEN_PROPOSED(
      Plant.ACKNOWLEDGED_WHEN_PROPOSED, 50, "A write is acknowledged when it is proposed.");

  private final @Nullable Plant plant;
  private final @Nullable Safeguard suspended;
  private final int mostSeeds;
  private final String sentence;

  PlantedFault(Plant plant, int mostSeeds, String sentence) {
    this.plant = plant;
    this.suspended = null;
    this.mostSeeds = mostSeeds;
    this.sentence = sentence;
  }

  PlantedFault(Safeguard suspended, int mostSeeds, String sentence) {
    this.plant = null;
    this.suspended = suspended;
    this.mostSeeds = mostSeeds;
    this.sentence = sentence;
  }

  /** Within how many seeds it is to be found, counted from the first one of a hunt. */
  public int mostSeeds() {
    return mostSeeds;
  }

  /** What members do wrong. */
  public String sentence() {
    return sentence;
  }

  Set<Plant> plants() {
    return plant == null ? EnumSet.noneOf(Plant.class) : EnumSet.of(plant);
  }

  Optional<Safeguard> suspended() {
    return Optional.ofNullable(suspended);
  }
}
