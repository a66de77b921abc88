package io.togglebolt.raft;

/**
 * One member of a cluster: Raft as a state machine. It reads no clock, starts no thread, sends and
 * writes nothing. Whoever drives it tells it of time ({@link #tick}), of messages ({@link
 * #receive}, {@link #step}) and of what was asked ({@link #propose} and the like), takes what it
 * wants done ({@link #ready}), does it, and says so ({@link #advance}).
 *
 * <p>One thread's at a time. After a {@link RaftInvariantException} it is stopped: every call
 * throws it again, and whoever drives it must close what it drives without writing anything of it.
 *
 * <p>The protocol is that of Ongaro and Ousterhout with the extensions of Ongaro's thesis (pre-vote
 * 9.6, leadership transfer 3.10, read index 6.4) and joint consensus as etcd's raft has it; each
 * class of the core cites its source.
 */
public interface RaftNode {
  /** One unit of time has passed. */
  void tick();

  /** Begins an election. Does nothing where it leads or may not be elected. */
  void campaign();

  /**
   * Asks for data to be appended to the log. That it was taken is no promise: it may be lost with a
   * leader. A follower passes it on to the leader.
   *
   * @param data what to append; given away
   * @throws ProposalDroppedException when it goes nowhere, with the reason
   * @throws ProposalTooLargeException when it is larger than {@link RaftOptions#maxProposalBytes()}
   */
  void propose(byte[] data);

  /**
   * Asks for a change of the cluster, in the older encoding. One that does not fit what is there
   * becomes an empty entry.
   *
   * @throws ProposalDroppedException when it goes nowhere, with the reason
   * @throws ProposalTooLargeException when it is larger, encoded, than a proposal may be
   */
  void proposeConfChange(ConfChange change);

  /**
   * Asks for a change of the cluster. One that does not fit what is there becomes an empty entry.
   *
   * @throws ProposalDroppedException when it goes nowhere, with the reason
   * @throws ProposalTooLargeException when it is larger, encoded, than a proposal may be
   */
  void proposeConfChange(ConfChangeV2 change);

  /**
   * A change that was committed is applied. What to give is in the entry's data, encoded as {@link
   * EntryType} says. Must be called for each such entry before {@link #advance}, or before the
   * answers of a {@link MessageType#STORAGE_APPLY} are stepped and the next is begun, unless
   * whoever applies refuses it, which he does by not calling.
   *
   * @return the cluster as of the entry, to be kept with the applied index ({@link
   *     MemoryStorage#setConfState}), and in the next snapshot: a member that was added can begin
   *     only with a snapshot that knows it; the member's own may be that of a later snapshot
   *     already
   * @throws RaftInvariantException when it does not fit the cluster that there is
   */
  ConfState applyConfChange(ConfChangeV2 change);

  /**
   * Takes a message that came over the network. What only the member itself or its threads may say,
   * or what no member says, is refused, and changes nothing; the rest is what {@link #step} takes.
   *
   * <p>A peer that is broken may still do harm: what keeps to the form is believed. A commit beyond
   * the log and entries that contradict what is committed stop the member, for they cannot be told
   * from a log of its own that has lost what it acknowledged.
   *
   * @throws LocalMessageException when it is of a kind that no peer may send
   * @throws UnknownPeerException when it answers something and its sender is not in the cluster
   * @throws ProposalDroppedException when it is a proposal that goes nowhere
   * @throws ProposalTooLargeException when it is a proposal larger than the member takes
   * @throws RaftMisuseException when it is not for this member; when its sender is nobody, one of
   *     the threads, or the member itself (but for proposals, reads and transfers, which name who
   *     asked and may come back); when it lacks what its type must have, or has a number out of
   *     range, or entries that do not follow each other
   */
  void receive(Message message);

  /**
   * Takes a message of the member to itself, or of one of its own threads: what {@link Ready} gives
   * for the member, and the {@link Message#responses} of what its threads were told. Never give it
   * what came over the network: see {@link #receive}.
   *
   * <p>A {@link MessageType#SNAPSHOT} may come while entries are being applied. The member is in
   * the snapshot's configuration from then on; a change of the cluster among those older entries
   * does not touch it, but only what {@link #applyConfChange} tells the state machine.
   *
   * @throws LocalMessageException when it is of a kind that no peer may send, and is of one
   * @throws UnknownPeerException when it answers something and its sender is not in the cluster
   * @throws ProposalDroppedException when it is a proposal that goes nowhere
   * @throws ProposalTooLargeException when it is a proposal larger than the member takes
   * @throws RaftMisuseException when it lacks what its type must have
   */
  void step(Message message);

  /** Whether {@link #ready()} would hold anything. */
  boolean hasReady();

  /**
   * What is to be done. Whatever it holds counts as being done from now on and is not given again.
   *
   * @throws RaftMisuseException when the one before was not advanced, unless writes are
   *     asynchronous
   */
  Ready ready();

  /**
   * All that the last {@link #ready()} asked for is done.
   *
   * @throws RaftMisuseException when there is none, or writes are asynchronous
   */
  void advance();

  /** A copy of all there is to know. */
  RaftStatus status();

  /** Who leads and what this member does; cheaper than {@link #status()}. */
  SoftState softState();

  /** A message to a peer could not be delivered. */
  void reportUnreachable(long id);

  /** What became of a snapshot that was sent; must be said of each. */
  void reportSnapshot(long id, SnapshotStatus status);

  /** Asks the leader to hand over to a peer. Nothing happens where that cannot be. */
  void transferLeader(long transferee);

  /**
   * A follower forgets who leads, so that it may vote for another. Does nothing at a leader, and
   * where reads depend on leases.
   */
  void forgetLeader();

  /**
   * Asks for the index up to which a linearizable read must wait; the answer comes as a {@link
   * ReadState} with the same context. It may never come: whoever asks does so again after a while,
   * with another context.
   *
   * @param context what tells the question from all others; given away, not empty
   * @throws RaftMisuseException when it is empty
   */
  void readIndex(byte[] context);
}
