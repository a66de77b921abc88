package io.togglebolt.raft.core.internal;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.Peer;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.ProposalTooLargeException;
import io.togglebolt.raft.RaftInvariantException;
import io.togglebolt.raft.RaftMisuseException;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.SnapshotStatus;
import io.togglebolt.raft.SoftState;
import io.togglebolt.raft.core.internal.state.Numbers;
import io.togglebolt.raft.core.internal.state.StateMachine;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A member as those see it who drive it: it refuses what the state machine must not be given, and
 * stops for good when a rule was broken that must never be.
 */
public final class CoreNode implements RaftNode {
  private final RaftOptions options;
  private final StateMachine machine;
  private final Admission admission;
  private final ReadyMaker readies;
  private @Nullable RaftInvariantException stopped;

  CoreNode(RaftOptions options, StateMachine machine) {
    this.options = options;
    this.machine = machine;
    admission = new Admission(options, machine.member());
    readies = new ReadyMaker(machine, options.asyncStorageWrites());
  }

  /** Begins a cluster; see {@link io.togglebolt.raft.RaftFactory#bootstrap}. */
  void bootstrap(List<Peer> peers) {
    machine.bootstrap(peers);
    readies.forgetHardState();
  }

  @Override
  public void tick() {
    requireRunning();
    try {
      machine.tick();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void campaign() {
    requireRunning();
    try {
      machine.campaign();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void propose(byte[] data) {
    Objects.requireNonNull(data, "data");
    propose(EntryType.NORMAL, data);
  }

  @Override
  public void proposeConfChange(ConfChange change) {
    Objects.requireNonNull(change, "change");
    propose(EntryType.CONF_CHANGE, ConfChangeCodec.encode(change));
  }

  @Override
  public void proposeConfChange(ConfChangeV2 change) {
    Objects.requireNonNull(change, "change");
    propose(EntryType.CONF_CHANGE_V2, ConfChangeV2Codec.encode(change));
  }

  private void propose(EntryType type, byte[] data) {
    step(
        Message.of(MessageType.PROPOSE)
            .from(options.id())
            .entries(List.of(new Entry(type, 0, 0, data)))
            .build());
  }

  @Override
  public ConfState applyConfChange(ConfChangeV2 change) {
    Objects.requireNonNull(change, "change");
    requireRunning();
    try {
      return machine.applyConfChange(change);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void receive(Message message) {
    Objects.requireNonNull(message, "message");
    requireRunning();
    admission.requireFromPeer(message);
    admission.requireSteppable(message);
    machineStep(message);
  }

  @Override
  public void step(Message message) {
    Objects.requireNonNull(message, "message");
    requireRunning();
    admission.requireSteppable(message);
    machineStep(message);
  }

  private void machineStep(Message message) {
    Numbers.requireInRange(message);
    try {
      machine.step(message);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public boolean hasReady() {
    requireRunning();
    return readies.hasReady();
  }

  @Override
  public Ready ready() {
    requireRunning();
    readies.requireAdvanced();
    try {
      return readies.make();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public void advance() {
    requireRunning();
    readies.requireReady();
    try {
      readies.advance();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  @Override
  public RaftStatus status() {
    requireRunning();
    return Statuses.of(machine.member());
  }

  @Override
  public SoftState softState() {
    requireRunning();
    return machine.member().softState();
  }

  @Override
  public void reportUnreachable(long id) {
    tell(Message.of(MessageType.UNREACHABLE).from(id));
  }

  @Override
  public void reportSnapshot(long id, SnapshotStatus status) {
    Objects.requireNonNull(status, "status");
    tell(Message.of(MessageType.SNAPSHOT_STATUS).from(id).reject(status == SnapshotStatus.FAILED));
  }

  @Override
  public void transferLeader(long transferee) {
    tell(Message.of(MessageType.TRANSFER_LEADER).from(transferee));
  }

  @Override
  public void forgetLeader() {
    tell(Message.of(MessageType.FORGET_LEADER));
  }

  @Override
  public void readIndex(byte[] context) {
    Objects.requireNonNull(context, "context");
    if (context.length == 0) {
      throw new RaftMisuseException("the context of a read is empty; expected at least one byte");
    }
    tell(Message.of(MessageType.READ_INDEX).entries(List.of(Entry.of(0, 0, context))));
  }

  private void tell(Message.Builder message) {
    requireRunning();
    machineStep(message.build());
  }

  private void requireRunning() {
    if (stopped != null) {
      throw stopped;
    }
  }

  /**
   * What to throw for what was thrown. A refusal has changed nothing. Whatever else it is, the
   * member may be left half-way between two states, and must not go on from there.
   */
  private RuntimeException failed(Throwable thrown) {
    if (isRefusal(thrown)) {
      return (RuntimeException) thrown;
    }
    RaftInvariantException reason =
        thrown instanceof RaftInvariantException broken
            ? broken
            : new RaftInvariantException("the member failed: " + thrown, thrown);
    stopped = reason;
    if (options.logger().isLoggable(Level.ERROR)) {
      options
          .logger()
          .log(
              Level.ERROR,
              Long.toHexString(options.id()) + " is stopped for good: " + reason.getMessage());
    }
    return reason;
  }

  private static boolean isRefusal(Throwable thrown) {
    return thrown instanceof ProposalDroppedException
        || thrown instanceof ProposalTooLargeException
        || thrown instanceof RaftMisuseException;
  }
}
