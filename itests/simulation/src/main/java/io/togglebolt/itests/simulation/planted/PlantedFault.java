package io.togglebolt.itests.simulation.planted;

import io.togglebolt.itests.simulation.cluster.Fault;
import io.togglebolt.itests.simulation.cluster.Plan;
import io.togglebolt.itests.simulation.member.Plant;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.core.internal.state.Safeguard;
import io.togglebolt.raft.core.testing.FaultyRaft;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A fault of each member, and within how many seeds the simulation is to find it. */
public enum PlantedFault {
  NO_SYNC(Plant.NO_SYNC, 20, "Nothing is synced before a member answers."),
  ANSWER_BEFORE_DURABLE(
      Safeguard.ANSWER_WHEN_DURABLE, 20, "The core answers before what it promises is durable."),
  SENT_BEFORE_DURABLE(
      Plant.SENT_BEFORE_DURABLE, 20, "Messages leave before the hard state is written."),
  VOTE_NOT_PERSISTED(Plant.VOTE_NOT_PERSISTED, 20, "For whom a member voted is not written down."),
  TERM_NOT_PERSISTED(Plant.TERM_NOT_PERSISTED, 60, "The term of a vote is not written down."),
  FAILED_SYNC_IGNORED(
      Plant.FAILED_SYNC_IGNORED,
      null,
      Mix.DISKS,
      100,
      "A sync that failed is taken for one that succeeded."),
  LOG_TAIL_LOST(Plant.LOG_TAIL_LOST, 20, "After a restart the last entries of the log are gone."),
  OLD_TERM_COMMITTED_BY_COUNTING(
      Safeguard.COMMIT_COUNTS_OWN_TERM_ONLY,
      60,
      "A leader commits an entry of an older term by counting who holds it."),
  LEADER_COUNTS_ITSELF_EARLY(
      Safeguard.LEADER_COUNTS_ITSELF_WHEN_DURABLE,
      60,
      "A leader counts itself before an entry is durable."),
  HALF_OF_JOINT_QUORUM(
      Safeguard.JOINT_NEEDS_BOTH_QUORUMS, 20, "Of a joint configuration only one half must agree."),
  TWO_VOTES_A_TERM(
      Safeguard.ONE_VOTE_A_TERM, 60, "A member votes for whoever asks, several times a term."),
  VOTE_FOR_SHORTER_LOG(
      Safeguard.VOTE_FOR_UP_TO_DATE_LOG_ONLY,
      100,
      "A vote is given whether or not the candidate's log is up to date."),
  LEARNER_ELECTED(
      null, Safeguard.LEARNER_IS_NOT_ELECTED, Mix.MEMBERS, 20, "A learner stands for election."),
  ELECTED_WITH_CHANGE_TO_APPLY(
      null,
      Safeguard.CHANGES_APPLIED_BEFORE_ELECTION,
      Mix.SLOW_CHANGES,
      150,
      "A member with a committed change of the cluster still to apply stands for election."),
  CHANGES_OVERLAP(
      null,
      Safeguard.ONE_CHANGE_AT_A_TIME,
      Mix.MEMBERS,
      20,
      "The cluster is changed again before the last change was applied."),
  OLDER_TERM_OBEYED(
      Safeguard.OLDER_TERM_REFUSED, 100, "What comes from a leader of an older term is obeyed."),
  CONFLICTING_TAIL_KEPT(
      Safeguard.CONFLICTING_TAIL_IS_CUT, 20, "The core keeps a tail that contradicts its leader."),
  CONFLICT_KEPT(Plant.CONFLICT_KEPT, 20, "The written log keeps a tail that was replaced."),
  APPEND_ANYWHERE(
      Safeguard.APPEND_TO_MATCHING_ENTRY_ONLY,
      300,
      "Entries are appended whether or not the one before them is the leader's."),
  HEARTBEAT_COMMITS_UNMATCHED(
      Safeguard.HEARTBEAT_COMMITS_MATCHED_ONLY,
      100,
      "A heartbeat commits more than the member is known to have."),
  SNAPSHOT_OVER_NEWER_LOG(
      Safeguard.SNAPSHOT_OVER_OLDER_LOG_ONLY,
      200,
      "A snapshot takes the place of a log that is committed further."),
  SNAPSHOT_MISLABELLED(
      Plant.SNAPSHOT_MISLABELLED,
      20,
      "A snapshot names an earlier index than that of its content."),
  SNAPSHOT_NOT_PERSISTED(
      Plant.SNAPSHOT_NOT_PERSISTED,
      20,
      "Of a snapshot that is received only the mark in the log is written down."),
  MEMBERSHIP_LOST(
      Plant.CONF_STATE_LOST, 20, "After a restart the cluster is the one with which it began."),
  APPLIED_TWICE(Plant.APPLIED_TWICE, 20, "After a restart the last entries are applied again."),
  SESSIONS_NOT_IN_SNAPSHOT(
      Plant.SESSIONS_NOT_IN_SNAPSHOT,
      200,
      "The sessions are left out of snapshots, so that a retry is applied again."),
  RETRY_APPLIED_AGAIN(Plant.SESSIONS_IGNORED, 20, "A retry is applied again."),
  STALE_READ_INDEX(
      Safeguard.READ_CONFIRMED_BY_QUORUM,
      200,
      "A leader answers a read without asking a quorum whether it leads."),
  READ_BEFORE_COMMIT_IN_TERM(
      null,
      Safeguard.READ_AFTER_COMMIT_IN_OWN_TERM,
      Mix.ELECTIONS,
      200,
      "A leader answers a read before it has committed in its term."),
  LEASES_WITH_DRIFT(
      null,
      null,
      Mix.LEASES,
      100,
      "Reads trust in leases although clocks run at different speeds."),
  LOCAL_READ(Plant.STALE_READ, 20, "Reads are answered from what a member has."),
  READ_BEFORE_APPLIED(
      Plant.READ_BEFORE_APPLIED, 20, "Reads are answered before their index is applied."),
  ACKNOWLEDGED_WHEN_PROPOSED(
      Plant.ACKNOWLEDGED_WHEN_PROPOSED, 20, "A write is acknowledged when it is proposed.");

  private final @Nullable Plant plant;
  private final @Nullable Safeguard suspended;
  private final Plan.Wishes wishes;
  private final int mostSeeds;
  private final String sentence;

  /** What goes wrong around members, where the usual mix would take long to provoke the fault. */
  private static final class Mix {
    static final Plan.Wishes DISKS = faults(Fault.DISK, Fault.POWER, Fault.CRASH);
    static final Plan.Wishes ELECTIONS =
        faults(Fault.TRANSFER, Fault.DELAY, Fault.STALL, Fault.CRASH);
    static final Plan.Wishes MEMBERS =
        faults(Fault.MEMBERS, Fault.PARTITION, Fault.CRASH, Fault.TRANSFER, Fault.STALL);
    static final Plan.Wishes SLOW_CHANGES = faults(Fault.MEMBERS, Fault.TRANSFER, Fault.STALL);
    static final Plan.Wishes LEASES =
        new Plan.Wishes(
            Optional.empty(),
            Optional.of(EnumSet.of(Fault.DRIFT, Fault.PARTITION, Fault.ONEWAY)),
            Optional.empty(),
            true);

    private Mix() {}

    private static Plan.Wishes faults(Fault first, Fault... rest) {
      return new Plan.Wishes(
          Optional.empty(), Optional.of(EnumSet.of(first, rest)), Optional.empty());
    }
  }

  PlantedFault(Plant plant, int mostSeeds, String sentence) {
    this(plant, null, Plan.Wishes.NONE, mostSeeds, sentence);
  }

  PlantedFault(Safeguard suspended, int mostSeeds, String sentence) {
    this(null, suspended, Plan.Wishes.NONE, mostSeeds, sentence);
  }

  PlantedFault(
      @Nullable Plant plant,
      @Nullable Safeguard suspended,
      Plan.Wishes wishes,
      int mostSeeds,
      String sentence) {
    this.plant = plant;
    this.suspended = suspended;
    this.wishes = wishes;
    this.mostSeeds = mostSeeds;
    this.sentence = sentence;
  }

  /** How it is called on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The fault of a name, if there is one. */
  public static Optional<PlantedFault> named(String word) {
    return Stream.of(values()).filter(fault -> fault.word().equals(word)).findFirst();
  }

  /** All names. */
  public static String words() {
    return Stream.of(values()).map(PlantedFault::word).collect(Collectors.joining(", "));
  }

  /** Within how many seeds it is to be found, counted from the first one of a hunt. */
  public int mostSeeds() {
    return mostSeeds;
  }

  /** What members do wrong. */
  public String sentence() {
    return sentence;
  }

  /** What is decided about the seeds that are tried. */
  public Plan.Wishes wishes() {
    return wishes;
  }

  /** What those who drive members do wrong. */
  public Set<Plant> plants() {
    return plant == null ? EnumSet.noneOf(Plant.class) : EnumSet.of(plant);
  }

  /** Makes cores that do wrong what the fault says of them, if anything. */
  public RaftFactory factory() {
    return suspended == null ? Hunt.cleanRaft() : new FaultyRaft(suspended);
  }
}
