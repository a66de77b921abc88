package io.togglebolt.raft;

/**
 * What a {@link Message} asks or tells. The numbers are those of etcd's wire format; {@link
 * #toString()} is etcd's name, which its log lines carry.
 */
public enum MessageType {
  /** To itself: begin an election. */
  HUP(0, "MsgHup"),
  /** To itself, of a leader: send heartbeats. */
  BEAT(1, "MsgBeat"),
  /** Append these entries. */
  PROPOSE(2, "MsgProp"),
  /** Of a leader: entries to append. */
  APPEND(3, "MsgApp"),
  /** The answer to {@link #APPEND}. */
  APPEND_RESPONSE(4, "MsgAppResp"),
  /** Asks for a vote. */
  VOTE(5, "MsgVote"),
  /** The answer to {@link #VOTE}. */
  VOTE_RESPONSE(6, "MsgVoteResp"),
  /** Of a leader: a snapshot in the place of entries that it has no longer. */
  SNAPSHOT(7, "MsgSnap"),
  /** Of a leader: it is there. */
  HEARTBEAT(8, "MsgHeartbeat"),
  /** The answer to {@link #HEARTBEAT}. */
  HEARTBEAT_RESPONSE(9, "MsgHeartbeatResp"),
  /** To itself: a peer could not be reached. */
  UNREACHABLE(10, "MsgUnreachable"),
  /** To itself: what became of a snapshot that was sent. */
  SNAPSHOT_STATUS(11, "MsgSnapStatus"),
  /** To itself, of a leader: see whether a quorum was heard of. */
  CHECK_QUORUM(12, "MsgCheckQuorum"),
  /** Asks for the leadership to be handed over. */
  TRANSFER_LEADER(13, "MsgTransferLeader"),
  /** Of a leader: begin an election at once. */
  TIMEOUT_NOW(14, "MsgTimeoutNow"),
  /** Asks for an index up to which a read must wait. */
  READ_INDEX(15, "MsgReadIndex"),
  /** The answer to {@link #READ_INDEX}. */
  READ_INDEX_RESPONSE(16, "MsgReadIndexResp"),
  /** Asks whether a vote would be given. */
  PRE_VOTE(17, "MsgPreVote"),
  /** The answer to {@link #PRE_VOTE}. */
  PRE_VOTE_RESPONSE(18, "MsgPreVoteResp"),
  /** To the append thread: make this durable. */
  STORAGE_APPEND(19, "MsgStorageAppend"),
  /** Of the append thread: it is durable. */
  STORAGE_APPEND_RESPONSE(20, "MsgStorageAppendResp"),
  /** To the apply thread: apply these entries. */
  STORAGE_APPLY(21, "MsgStorageApply"),
  /** Of the apply thread: they are applied. */
  STORAGE_APPLY_RESPONSE(22, "MsgStorageApplyResp"),
  /** To itself, of a follower: forget who leads. */
  FORGET_LEADER(23, "MsgForgetLeader");

  private static final MessageType[] ALL = values();

  private final int number;
  private final String name;

  MessageType(int number, String name) {
    this.number = number;
    this.name = name;
  }

  /** The number that stands for it on the wire. */
  public int number() {
    return number;
  }

  /**
   * Whether it never crosses the network: a member says it to itself. A transport that receives one
   * must refuse it.
   */
  public boolean isLocal() {
    return switch (this) {
      case HUP,
          BEAT,
          UNREACHABLE,
          SNAPSHOT_STATUS,
          CHECK_QUORUM,
          STORAGE_APPEND,
          STORAGE_APPEND_RESPONSE,
          STORAGE_APPLY,
          STORAGE_APPLY_RESPONSE ->
          true;
      case PROPOSE,
          APPEND,
          APPEND_RESPONSE,
          VOTE,
          VOTE_RESPONSE,
          SNAPSHOT,
          HEARTBEAT,
          HEARTBEAT_RESPONSE,
          TRANSFER_LEADER,
          TIMEOUT_NOW,
          READ_INDEX,
          READ_INDEX_RESPONSE,
          PRE_VOTE,
          PRE_VOTE_RESPONSE,
          FORGET_LEADER ->
          false;
    };
  }

  /** Whether it answers another message. */
  public boolean isResponse() {
    return switch (this) {
      case APPEND_RESPONSE,
          VOTE_RESPONSE,
          HEARTBEAT_RESPONSE,
          UNREACHABLE,
          READ_INDEX_RESPONSE,
          PRE_VOTE_RESPONSE,
          STORAGE_APPEND_RESPONSE,
          STORAGE_APPLY_RESPONSE ->
          true;
      case HUP,
          BEAT,
          PROPOSE,
          APPEND,
          VOTE,
          SNAPSHOT,
          HEARTBEAT,
          SNAPSHOT_STATUS,
          CHECK_QUORUM,
          TRANSFER_LEADER,
          TIMEOUT_NOW,
          READ_INDEX,
          PRE_VOTE,
          STORAGE_APPEND,
          STORAGE_APPLY,
          FORGET_LEADER ->
          false;
    };
  }

  /**
   * The type that a number stands for.
   *
   * @throws IllegalArgumentException when it stands for none
   */
  public static MessageType of(long number) {
    if (number < 0 || number >= ALL.length) {
      throw new IllegalArgumentException(
          "message type "
              + Long.toUnsignedString(number)
              + " is not known; expected 0 to "
              + (ALL.length - 1));
    }
    return ALL[(int) number];
  }

  @Override
  public String toString() {
    return name;
  }
}
