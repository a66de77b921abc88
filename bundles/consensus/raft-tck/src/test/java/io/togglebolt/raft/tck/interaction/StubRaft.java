package io.togglebolt.raft.tck.interaction;

import io.togglebolt.raft.ConfChange;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.Peer;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.SnapshotStatus;
import io.togglebolt.raft.SoftState;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Members that do nothing but note what they are asked, and fail when they are told to. */
final class StubRaft implements RaftFactory {
  /** What was asked, in order. */
  final List<String> asked = new ArrayList<>();

  /** The options of the member that was made last. */
  @Nullable RaftOptions options;

  /** What {@code propose} throws. */
  @Nullable RuntimeException failure;

  /** What {@code step} throws. */
  @Nullable RuntimeException stepFailure;

  /** What the next {@code ready} holds, again and again. */
  @Nullable Ready ready;

  @Override
  public RaftNode newNode(RaftOptions options) {
    this.options = options;
    for (Level level : List.of(Level.DEBUG, Level.INFO, Level.WARNING, Level.ERROR)) {
      options.logger().log(level, "made");
    }
    return new Node(options);
  }

  @Override
  public RaftNode bootstrap(RaftOptions options, List<Peer> peers) {
    throw new UnsupportedOperationException("transcripts begin with a snapshot");
  }

  @Override
  public MemoryStorage newMemoryStorage() {
    return new EmptyStorage();
  }

  private final class Node implements RaftNode {
    private final RaftOptions options;

    Node(RaftOptions options) {
      this.options = options;
    }

    private void note(String what) {
      asked.add(options.id() + " " + what);
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void tick() {
      note("tick");
    }

    @Override
    public void campaign() {
      note("campaign");
    }

    @Override
    public void propose(byte[] data) {
      note("propose " + Quote.quote(data));
    }

    @Override
    public void proposeConfChange(ConfChange change) {
      note("propose v1 " + change.type() + " " + change.nodeId());
    }

    @Override
    public void proposeConfChange(ConfChangeV2 change) {
      note("propose v2 " + change.transition() + " " + change.changes().size());
    }

    @Override
    public ConfState applyConfChange(ConfChangeV2 change) {
      note("apply");
      return ConfState.ofVoters();
    }

    @Override
    public void receive(Message message) {
      step(message);
    }

    @Override
    public void step(Message message) {
      note("step " + message.type());
      if (stepFailure != null) {
        throw stepFailure;
      }
    }

    @Override
    public boolean hasReady() {
      return ready != null;
    }

    @Override
    public Ready ready() {
      return ready != null
          ? ready
          : new Ready(
              null, HardState.EMPTY, List.of(), List.of(), null, List.of(), List.of(), false);
    }

    @Override
    public void advance() {
      note("advance");
    }

    @Override
    public RaftStatus status() {
      return new RaftStatus(
          options.id(),
          HardState.EMPTY,
          softState(),
          0,
          0,
          ConfState.ofVoters(1L),
          new TreeMap<>());
    }

    @Override
    public SoftState softState() {
      return new SoftState(0, RaftRole.FOLLOWER);
    }

    @Override
    public void reportUnreachable(long id) {
      note("unreachable " + id);
    }

    @Override
    public void reportSnapshot(long id, SnapshotStatus status) {
      note("snapshot " + id + " " + status);
    }

    @Override
    public void transferLeader(long transferee) {
      note("transfer " + transferee);
    }

    @Override
    public void forgetLeader() {
      note("forget");
    }

    @Override
    public void readIndex(byte[] context) {
      note("read " + Quote.quote(context));
    }
  }

  /** Holds nothing. */
  private static final class EmptyStorage implements MemoryStorage {
    private Snapshot snapshot =
        new Snapshot(new SnapshotMetadata(ConfState.ofVoters(), 0, 0), new byte[0]);

    @Override
    public void setHardState(HardState state) {}

    @Override
    public void setConfState(ConfState state) {}

    @Override
    public void append(List<Entry> entries) {}

    @Override
    public void applySnapshot(Snapshot snapshot) {
      this.snapshot = snapshot;
    }

    @Override
    public Snapshot createSnapshot(long index, ConfState confState, byte[] data) {
      return snapshot;
    }

    @Override
    public void compact(long index) {}

    @Override
    public HardState hardState() {
      return HardState.EMPTY;
    }

    @Override
    public ConfState confState() {
      return snapshot.metadata().confState();
    }

    @Override
    public List<Entry> entries(long from, long to, long maxBytes) {
      return List.of();
    }

    @Override
    public long term(long index) {
      return snapshot.metadata().term();
    }

    @Override
    public long firstIndex() {
      return lastIndex() + 1;
    }

    @Override
    public long lastIndex() {
      return snapshot.metadata().index();
    }

    @Override
    public Snapshot snapshot() {
      return snapshot;
    }
  }
}
