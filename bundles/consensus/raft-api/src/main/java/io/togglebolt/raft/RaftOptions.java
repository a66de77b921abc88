package io.togglebolt.raft;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a member behaves. Immutable; made by a {@link Builder}, which refuses a value out of range
 * with an {@link IllegalArgumentException} that names it.
 *
 * @param id who it is; neither 0 nor one of its own threads
 * @param storage its stable log
 * @param electionTimeout draws how long it waits before an election
 * @param electionTicks the least time without a leader before an election, in ticks
 * @param heartbeatTicks how often a leader says that it is there, in ticks
 * @param applied the last index that was applied, of a member that was there before; 0 for none, or
 *     for what the snapshot holds. What the state machine holds, this index and {@link
 *     RaftStorage#confState()} go together: entries up to it are not given again, so the changes of
 *     the cluster among them must be in that configuration already. It may lie behind the commit
 *     index that is remembered, which need not have been durable; what is applied is committed. It
 *     must not lie behind the end of the log
 * @param asyncStorageWrites whether it tells an append thread and an apply thread what to do,
 *     instead of waiting for {@link RaftNode#advance}
 * @param maxMessageBytes how large the entries of one message may be when encoded; one entry goes
 *     in any case
 * @param maxApplyingBytes how large the entries may be that are being applied; one goes in any
 *     case. As many as {@code maxMessageBytes} where the builder is not told
 * @param maxUncommittedBytes how much data of proposals a leader takes before it has applied any of
 *     it: counted is what was taken since its election, encoding left out, and let go of when this
 *     member has applied it, which is later than its commit. Where nothing is counted one proposal
 *     goes whatever its size; one without data always does
 * @param maxProposalBytes how large the data of one proposal may be
 * @param maxInflightMessages how many messages with entries may be on the way to one peer
 * @param maxInflightBytes how many bytes of entries may be on the way to one peer
 * @param checkQuorum whether a leader that hears from no quorum steps down, and whoever hears of a
 *     leader refuses to vote
 * @param preVote whether a candidate asks before it raises its term
 * @param readMode how reads are made linearizable
 * @param proposalForwarding whether a follower passes proposals on to the leader
 * @param confChangeValidation whether a change of the cluster is checked against the present one
 *     when it is proposed; without, a wrong one stops the members that apply it
 * @param stepDownOnRemoval whether a leader that no longer votes steps down at once
 * @param logger where it says what it does
 */
public record RaftOptions(
    long id,
    RaftStorage storage,
    ElectionTimeout electionTimeout,
    int electionTicks,
    int heartbeatTicks,
    long applied,
    boolean asyncStorageWrites,
    long maxMessageBytes,
    long maxApplyingBytes,
    long maxUncommittedBytes,
    long maxProposalBytes,
    int maxInflightMessages,
    long maxInflightBytes,
    boolean checkQuorum,
    boolean preVote,
    ReadMode readMode,
    boolean proposalForwarding,
    boolean confChangeValidation,
    boolean stepDownOnRemoval,
    RaftLogger logger) {
  /** No limit, of a number of bytes. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** Checks that the values are in range and fit each other. */
  public RaftOptions {
    Objects.requireNonNull(storage, "storage");
    Objects.requireNonNull(electionTimeout, "electionTimeout");
    Objects.requireNonNull(readMode, "readMode");
    Objects.requireNonNull(logger, "logger");
    require(
        id != Message.NONE && !Message.isThread(id),
        "id",
        Long.toUnsignedString(id),
        "neither 0 nor 2^64 - 1 nor 2^64 - 2");
    require(heartbeatTicks > 0, "heartbeatTicks", heartbeatTicks, "at least 1");
    require(
        electionTicks > heartbeatTicks,
        "electionTicks",
        electionTicks,
        "more than heartbeatTicks, which is " + heartbeatTicks);
    require(applied >= 0, "applied", applied, "at least 0");
    require(maxMessageBytes >= 0, "maxMessageBytes", maxMessageBytes, "at least 0");
    require(maxApplyingBytes >= 0, "maxApplyingBytes", maxApplyingBytes, "at least 0");
    require(maxUncommittedBytes > 0, "maxUncommittedBytes", maxUncommittedBytes, "at least 1");
    require(maxProposalBytes > 0, "maxProposalBytes", maxProposalBytes, "at least 1");
    require(maxInflightMessages > 0, "maxInflightMessages", maxInflightMessages, "at least 1");
    require(
        maxInflightBytes >= maxMessageBytes,
        "maxInflightBytes",
        maxInflightBytes,
        "at least maxMessageBytes, which is " + maxMessageBytes);
    require(
        readMode == ReadMode.SAFE || checkQuorum,
        "readMode",
        readMode,
        "SAFE where checkQuorum is off");
  }

  private static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "raft option " + name + " is " + value + "; expected " + expected);
    }
  }

  /**
   * Begins with what etcd's server uses: elections after 10 ticks, heartbeats at each, messages of
   * up to 512 KiB, as much being applied, 512 messages in flight, pre-vote and check-quorum, safe
   * reads.
   */
  public static Builder builder(long id, RaftStorage storage, ElectionTimeout electionTimeout) {
    return new Builder(id, storage, electionTimeout);
  }

  /** Makes options. One thread's. */
  public static final class Builder {
    private final long id;
    private final RaftStorage storage;
    private final ElectionTimeout electionTimeout;
    private int electionTicks = 10;
    private int heartbeatTicks = 1;
    private long applied;
    private boolean asyncStorageWrites;
    private long maxMessageBytes = 512 << 10;
    private @Nullable Long maxApplyingBytes;
    private long maxUncommittedBytes = UNLIMITED;
    private long maxProposalBytes = UNLIMITED;
    private int maxInflightMessages = 512;
    private long maxInflightBytes = UNLIMITED;
    private boolean checkQuorum = true;
    private boolean preVote = true;
    private ReadMode readMode = ReadMode.SAFE;
    private boolean proposalForwarding = true;
    private boolean confChangeValidation = true;
    private boolean stepDownOnRemoval;
    private RaftLogger logger = RaftLogger.NONE;

    private Builder(long id, RaftStorage storage, ElectionTimeout electionTimeout) {
      this.id = id;
      this.storage = storage;
      this.electionTimeout = electionTimeout;
    }

    /** See {@link RaftOptions#electionTicks}. */
    public Builder electionTicks(int ticks) {
      electionTicks = ticks;
      return this;
    }

    /** See {@link RaftOptions#heartbeatTicks}. */
    public Builder heartbeatTicks(int ticks) {
      heartbeatTicks = ticks;
      return this;
    }

    /** See {@link RaftOptions#applied}. */
    public Builder applied(long index) {
      applied = index;
      return this;
    }

    /** See {@link RaftOptions#asyncStorageWrites}. */
    public Builder asyncStorageWrites(boolean value) {
      asyncStorageWrites = value;
      return this;
    }

    /** See {@link RaftOptions#maxMessageBytes}. */
    public Builder maxMessageBytes(long bytes) {
      maxMessageBytes = bytes;
      return this;
    }

    /** See {@link RaftOptions#maxApplyingBytes}. */
    public Builder maxApplyingBytes(long bytes) {
      maxApplyingBytes = bytes;
      return this;
    }

    /** See {@link RaftOptions#maxUncommittedBytes}. */
    public Builder maxUncommittedBytes(long bytes) {
      maxUncommittedBytes = bytes;
      return this;
    }

    /** See {@link RaftOptions#maxProposalBytes}. */
    public Builder maxProposalBytes(long bytes) {
      maxProposalBytes = bytes;
      return this;
    }

    /** See {@link RaftOptions#maxInflightMessages}. */
    public Builder maxInflightMessages(int messages) {
      maxInflightMessages = messages;
      return this;
    }

    /** See {@link RaftOptions#maxInflightBytes}. */
    public Builder maxInflightBytes(long bytes) {
      maxInflightBytes = bytes;
      return this;
    }

    /** See {@link RaftOptions#checkQuorum}. */
    public Builder checkQuorum(boolean value) {
      checkQuorum = value;
      return this;
    }

    /** See {@link RaftOptions#preVote}. */
    public Builder preVote(boolean value) {
      preVote = value;
      return this;
    }

    /** See {@link RaftOptions#readMode}. */
    public Builder readMode(ReadMode mode) {
      readMode = mode;
      return this;
    }

    /** See {@link RaftOptions#proposalForwarding}. */
    public Builder proposalForwarding(boolean value) {
      proposalForwarding = value;
      return this;
    }

    /** See {@link RaftOptions#confChangeValidation}. */
    public Builder confChangeValidation(boolean value) {
      confChangeValidation = value;
      return this;
    }

    /** See {@link RaftOptions#stepDownOnRemoval}. */
    public Builder stepDownOnRemoval(boolean value) {
      stepDownOnRemoval = value;
      return this;
    }

    /** See {@link RaftOptions#logger}. */
    public Builder logger(RaftLogger value) {
      logger = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when a value is out of range
     */
    public RaftOptions build() {
      return new RaftOptions(
          id,
          storage,
          electionTimeout,
          electionTicks,
          heartbeatTicks,
          applied,
          asyncStorageWrites,
          maxMessageBytes,
          maxApplyingBytes == null ? maxMessageBytes : maxApplyingBytes,
          maxUncommittedBytes,
          maxProposalBytes,
          maxInflightMessages,
          maxInflightBytes,
          checkQuorum,
          preVote,
          readMode,
          proposalForwarding,
          confChangeValidation,
          stepDownOnRemoval,
          logger);
    }
  }
}
