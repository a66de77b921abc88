package io.togglebolt.raft.core.internal.state;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.SoftState;
import io.togglebolt.raft.core.internal.log.RaftLog;
import io.togglebolt.raft.core.internal.tracker.Progress;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a member holds: its term and vote, its role, its log, what it knows of the others, and what
 * it wants to tell them. It changes roles; what a role does is for the classes around it.
 */
public final class Member {
  private final RaftOptions options;
  private final Set<Safeguard> suspended;
  private final Lines lines;
  private final RaftLog log;
  private final ProgressTracker tracker;
  private final Outbox outbox;
  private final ReadQueue reads = new ReadQueue();
  private final Uncommitted uncommitted;
  private final ElectionClock clock;

  private long term;
  private long vote = Message.NONE;
  private long lead = Message.NONE;
  private RaftRole role = RaftRole.FOLLOWER;
  private long transferee = Message.NONE;
  private long pendingConfIndex;

  Member(RaftOptions options, Set<Safeguard> suspended) {
    this.options = options;
    this.suspended =
        suspended.isEmpty() ? EnumSet.noneOf(Safeguard.class) : EnumSet.copyOf(suspended);
    lines = new Lines(options.logger());
    log = new RaftLog(options.storage(), options.logger(), options.maxApplyingBytes());
    tracker = new ProgressTracker(options.maxInflightMessages(), options.maxInflightBytes());
    outbox = new Outbox(options.id(), keeps(Safeguard.ANSWER_WHEN_DURABLE));
    uncommitted = new Uncommitted(options.maxUncommittedBytes());
    clock = new ElectionClock(options);
  }

  /** Who it is. */
  public long id() {
    return options.id();
  }

  RaftOptions options() {
    return options;
  }

  /** Whether a rule holds; always, but in tests that look for what happens otherwise. */
  boolean keeps(Safeguard rule) {
    return !suspended.contains(rule);
  }

  Lines lines() {
    return lines;
  }

  ElectionClock clock() {
    return clock;
  }

  Uncommitted uncommitted() {
    return uncommitted;
  }

  /** Its log. */
  public RaftLog log() {
    return log;
  }

  /** What it knows of the cluster. */
  public ProgressTracker tracker() {
    return tracker;
  }

  /** What it wants to tell. */
  public Outbox outbox() {
    return outbox;
  }

  /** The reads that were asked of it. */
  public ReadQueue reads() {
    return reads;
  }

  /** The latest term that it has seen. */
  public long term() {
    return term;
  }

  /** Whom it voted for in its term. */
  public long vote() {
    return vote;
  }

  void voteFor(long candidate) {
    vote = candidate;
    clock.restart();
  }

  /** Goes on from what was remembered. */
  void remember(HardState state) {
    Numbers.requireStored("the term of the hard state", state.term());
    if (state.commit() < log.committed() || state.commit() > log.lastIndex()) {
      throw new RaftInvariantException(
          Lines.hex(id())
              + " state.commit "
              + state.commit()
              + " is out of range ["
              + log.committed()
              + ", "
              + log.lastIndex()
              + "]");
    }
    log.commitTo(state.commit());
    term = state.term();
    vote = state.vote();
  }

  /**
   * Goes on behind what its state machine holds. A commit index need not be durable by itself, so a
   * power cut may leave one that is older than what was applied; what was applied was committed.
   */
  void rememberApplied(long index) {
    if (index > log.lastIndex()) {
      throw new RaftInvariantException(
          Lines.hex(id())
              + " applied "
              + index
              + " is out of range; the last index is "
              + log.lastIndex());
    }
    log.commitTo(index);
    log.appliedTo(index, 0);
  }

  /** Who leads, as far as it knows. */
  public long lead() {
    return lead;
  }

  boolean hasLead() {
    return lead != Message.NONE;
  }

  /** Has heard from who leads. */
  void follow(long leader) {
    lead = leader;
    clock.restart();
  }

  void forgetLead() {
    lead = Message.NONE;
  }

  /** What it does. */
  public RaftRole role() {
    return role;
  }

  boolean leads() {
    return role == RaftRole.LEADER;
  }

  /** What needs not survive it. */
  public SoftState softState() {
    return new SoftState(lead, role);
  }

  /** To whom it hands the leadership over. */
  public long transferee() {
    return transferee;
  }

  boolean isTransferring() {
    return transferee != Message.NONE;
  }

  void transferTo(long peer) {
    transferee = peer;
  }

  void abortTransfer() {
    transferee = Message.NONE;
  }

  /**
   * The last index at which a change of the configuration may wait to be applied; the next one may
   * be proposed once everything up to there is applied.
   */
  long pendingConfIndex() {
    return pendingConfIndex;
  }

  void pendingConfIndex(long index) {
    pendingConfIndex = index;
  }

  @Nullable Progress ownProgress() {
    return tracker.progress(id());
  }

  /** Whether it may be elected: as a voter that has no snapshot still to make durable. */
  boolean isPromotable() {
    Progress own = ownProgress();
    return own != null
        && (!own.isLearner() || !keeps(Safeguard.LEARNER_IS_NOT_ELECTED))
        && !log.hasNextOrInProgressSnapshot();
  }

  void becomeFollower(long newTerm, long leader) {
    reset(newTerm);
    lead = leader;
    role = RaftRole.FOLLOWER;
    lines.info(() -> Lines.hex(id()) + " became follower at term " + term);
  }

  /** Asks whether it would be elected: nothing that it remembers changes (thesis 9.6). */
  void becomePreCandidate() {
    refuseAsLeader("pre-candidate");
    tracker.resetVotes();
    lead = Message.NONE;
    role = RaftRole.PRE_CANDIDATE;
    lines.info(() -> Lines.hex(id()) + " became pre-candidate at term " + term);
  }

  void becomeCandidate() {
    refuseAsLeader("candidate");
    reset(nextTerm());
    vote = id();
    role = RaftRole.CANDIDATE;
    lines.info(() -> Lines.hex(id()) + " became candidate at term " + term);
  }

  /** The term after this one. Were it to overflow, old terms would come again. */
  long nextTerm() {
    if (term >= Numbers.MOST) {
      throw new RaftInvariantException(
          Lines.hex(id()) + " is in term " + term + ", after which there is none");
    }
    return term + 1;
  }

  private void refuseAsLeader(String next) {
    if (leads()) {
      throw new RaftInvariantException("invalid transition [leader -> " + next + "]");
    }
  }

  /**
   * Leads. A change of the configuration may be among the entries that are not committed yet; to
   * look for it could be expensive, so whatever there is counts as one until it is applied.
   */
  void becomeLeader() {
    if (role == RaftRole.FOLLOWER) {
      throw new RaftInvariantException("invalid transition [follower -> leader]");
    }
    reset(term);
    lead = id();
    role = RaftRole.LEADER;
    Progress own = ownProgress();
    if (own == null) {
      throw new RaftInvariantException(
          Lines.hex(id()) + " was elected without being in " + tracker.config());
    }
    own.becomeReplicate();
    own.setRecentActive(true);
    pendingConfIndex = log.lastIndex();
  }

  private void reset(long newTerm) {
    if (term != newTerm) {
      term = newTerm;
      vote = Message.NONE;
    }
    lead = Message.NONE;
    clock.reset();
    abortTransfer();
    tracker.resetVotes();
    long last = log.lastIndex();
    tracker.visit((id, progress) -> progress.restart(id == id() ? last : 0, last + 1));
    pendingConfIndex = 0;
    uncommitted.clear();
    if (keeps(Safeguard.READ_FORGOTTEN_WITH_THE_TERM)) {
      reads.clear();
    }
  }

  /** Says something in its present term. */
  void send(Message.Builder message) {
    outbox.add(message.from(id()).term(term).build());
  }

  /** Sends entries, or only how far the log is committed. */
  void sendAppend(long to, long index, long logTerm, List<Entry> entries) {
    outbox.addAppend(term, to, index, logTerm, entries, log.committed());
  }

  /** Says, to the leader or to itself, up to where its log holds what the leader's does. */
  void sendAppended(long to, long index) {
    outbox.addAppended(term, to, index);
  }

  /** Asks for a vote, or answers that, in the term that the vote is for. */
  void sendInTerm(Message.Builder message, long electionTerm) {
    outbox.add(message.from(id()).term(electionTerm).build());
  }
}
