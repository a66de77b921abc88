package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.UnknownPeerException;
import io.togglebolt.raft.core.internal.CoreRaftFactory;
import io.togglebolt.raft.core.internal.log.StableLog;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A process that can die at any moment. What it has written is on its disk, except for a commit
 * index that it did not have to sync; its state machine may fall back to an earlier entry. With
 * asynchronous writes what was asked for and not done yet dies with it.
 */
final class Machine {
  private final long id;
  private final SplitMix64 random;
  private final UnaryOperator<RaftOptions.Builder> tuning;
  private final Consumer<Message> network;
  private final boolean async;
  private final StableLog disk = new StableLog();
  private final Deque<Message> toAppend = new ArrayDeque<>();
  private final Deque<Message> toApply = new ArrayDeque<>();

  /** Who belonged to the cluster, by the index from which on. */
  private final NavigableMap<Long, ConfState> members = new TreeMap<>();

  private final List<Entry> applied = new ArrayList<>();
  private final List<ReadState> reads = new ArrayList<>();
  private HardState synced = HardState.EMPTY;
  private long appliedIndex;
  private RaftNode raft;

  Machine(
      long id,
      ConfState beginning,
      boolean async,
      SplitMix64 random,
      UnaryOperator<RaftOptions.Builder> tuning,
      Consumer<Message> network) {
    this.id = id;
    this.async = async;
    this.random = random;
    this.tuning = tuning;
    this.network = network;
    members.put(0L, beginning);
    if (!beginning.voters().isEmpty()) {
      // Who joins later must get the first members by a snapshot, since no entry tells of them.
      disk.applySnapshot(new Snapshot(new SnapshotMetadata(beginning, 1, 1), new byte[0]));
      disk.setHardState(new HardState(1, 0, 1));
      synced = disk.hardState();
      appliedIndex = 1;
    }
    raft = start();
  }

  private RaftNode start() {
    ElectionTimeout timeout = ElectionTimeout.random(random.fork()::below);
    return new CoreRaftFactory()
        .newNode(
            tuning
                .apply(RaftOptions.builder(id, new Disk(), timeout))
                .asyncStorageWrites(async)
                .applied(appliedIndex)
                .build());
  }

  /** Dies, and starts anew with what is left. */
  void crash() {
    toAppend.clear();
    toApply.clear();
    if (random.chance(1, 2)) {
      disk.setHardState(synced);
    }
    long least = disk.snapshot().metadata().index();
    long most = Math.max(least, Math.min(appliedIndex, disk.hardState().commit()));
    appliedIndex = least + random.below(most - least + 1);
    members.tailMap(appliedIndex, false).clear();
    applied.removeIf(entry -> entry.index() > appliedIndex);
    raft = start();
  }

  long id() {
    return id;
  }

  boolean leads() {
    return raft.softState().role() == RaftRole.LEADER;
  }

  long term() {
    return raft.status().hardState().term();
  }

  RaftNode raft() {
    return raft;
  }

  StableLog disk() {
    return disk;
  }

  long appliedIndex() {
    return appliedIndex;
  }

  ConfState members() {
    return members.lastEntry().getValue();
  }

  /** What was applied since the last call. */
  List<Entry> takeApplied() {
    List<Entry> taken = List.copyOf(applied);
    applied.clear();
    return taken;
  }

  /** The reads that may go on since the last call. */
  List<ReadState> takeReads() {
    List<ReadState> taken = List.copyOf(reads);
    reads.clear();
    return taken;
  }

  /** Has the member do something; what it refuses is no concern here. */
  void ask(Consumer<RaftNode> action) {
    try {
      action.accept(raft);
    } catch (ProposalDroppedException | UnknownPeerException refused) {
      // The one may happen to each proposal, the other to each answer that comes late.
      refusals++;
    }
  }

  private long refusals;

  /** Does one thing that waits to be done; gives whether there was any. */
  boolean work() {
    boolean hasReady = raft.hasReady();
    int choices = (hasReady ? 1 : 0) + (toAppend.isEmpty() ? 0 : 1) + (toApply.isEmpty() ? 0 : 1);
    if (choices == 0) {
      return false;
    }
    int choice = random.below(choices);
    if (hasReady && choice-- == 0) {
      handle(raft.ready());
    } else if (!toAppend.isEmpty() && choice == 0) {
      Message append = toAppend.remove();
      write(
          new HardState(append.term(), append.vote(), append.commit()),
          append.snapshot(),
          append.entries());
      answer(append);
    } else {
      Message apply = toApply.remove();
      apply.entries().forEach(this::apply);
      answer(apply);
    }
    return true;
  }

  private void handle(Ready ready) {
    reads.addAll(ready.readStates());
    if (async) {
      ready.messages().forEach(this::route);
      return;
    }
    if (random.chance(1, 30)) {
      // A leader may send while it writes; nothing else may leave before.
      ready.messages().stream()
          .filter(message -> message.type() == MessageType.APPEND)
          .forEach(network);
      crash();
      return;
    }
    write(ready.hardState(), ready.snapshot(), ready.entries());
    ready.messages().forEach(network);
    ready.committedEntries().forEach(this::apply);
    raft.advance();
  }

  private void route(Message message) {
    if (message.to() == Message.APPEND_THREAD) {
      toAppend.add(message);
    } else if (message.to() == Message.APPLY_THREAD) {
      toApply.add(message);
    } else {
      network.accept(message);
    }
  }

  private void answer(Message done) {
    for (Message response : done.responses()) {
      if (response.to() == id) {
        ask(node -> node.step(response));
      } else {
        network.accept(response);
      }
    }
  }

  private void write(HardState state, @Nullable Snapshot snapshot, List<Entry> entries) {
    HardState before = disk.hardState();
    if (!state.isEmpty()) {
      disk.setHardState(state);
    }
    if (snapshot != null) {
      disk.applySnapshot(snapshot);
      appliedIndex = snapshot.metadata().index();
      members.clear();
      members.put(appliedIndex, snapshot.metadata().confState());
    }
    disk.append(entries);
    HardState now = disk.hardState();
    if (snapshot != null || !entries.isEmpty() || now.mustSyncAfter(before)) {
      synced = now;
    }
  }

  private void apply(Entry entry) {
    if (entry.index() <= appliedIndex) {
      return;
    }
    if (entry.index() != appliedIndex + 1) {
      throw new AssertionError(id + ": after index " + appliedIndex + " came " + entry);
    }
    appliedIndex = entry.index();
    applied.add(entry);
    ConfChangeV2 change = Node.changeOf(entry);
    if (change != null) {
      members.put(appliedIndex, raft.applyConfChange(change));
    }
  }

  /** Lets go of some of what is applied. */
  void compact() {
    long first = disk.firstIndex();
    long last = durablyApplied();
    if (last >= first) {
      new Disk().snapshot();
      disk.compact(first + random.below(last - first + 1));
    }
  }

  private long durablyApplied() {
    return Math.min(appliedIndex, Math.min(disk.lastIndex(), disk.hardState().commit()));
  }

  /** The log, with the membership and the snapshot of the state machine beside it. */
  private final class Disk implements RaftStorage {
    @Override
    public HardState hardState() {
      return disk.hardState();
    }

    @Override
    public ConfState confState() {
      return members();
    }

    @Override
    public List<Entry> entries(long from, long to, long maxBytes) {
      return disk.entries(from, to, maxBytes);
    }

    @Override
    public long term(long index) {
      return disk.term(index);
    }

    @Override
    public long firstIndex() {
      return disk.firstIndex();
    }

    @Override
    public long lastIndex() {
      return disk.lastIndex();
    }

    @Override
    public Snapshot snapshot() {
      Snapshot held = disk.snapshot();
      long index = durablyApplied();
      if (held.metadata().index() >= index) {
        return held;
      }
      // Whoever writes a snapshot syncs all that it rests on.
      synced = disk.hardState();
      return disk.createSnapshot(index, members.floorEntry(index).getValue(), new byte[0]);
    }
  }
}
