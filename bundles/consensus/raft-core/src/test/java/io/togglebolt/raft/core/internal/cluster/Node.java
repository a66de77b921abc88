package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfChangeV2;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.UnknownPeerException;
import io.togglebolt.raft.core.internal.CoreRaftFactory;
import io.togglebolt.raft.core.internal.log.StableLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A process: a member, its disk, and a state machine that remembers all that it was given. What it
 * wants done is done at once, in the order that {@link Ready} demands.
 */
final class Node {
  private final long id;
  private final UnaryOperator<RaftOptions.Builder> tuning;
  private final StableLog disk = new StableLog();
  private final FixedTimeout timeout = new FixedTimeout();
  private final List<Entry> applied = new ArrayList<>();
  private final List<ReadState> reads = new ArrayList<>();
  private ConfState members;
  private long appliedIndex;
  private int refusals;
  private RaftNode raft;

  Node(long id, ConfState members, UnaryOperator<RaftOptions.Builder> tuning) {
    this.id = id;
    this.members = members;
    this.tuning = tuning;
    disk.applySnapshot(new Snapshot(new SnapshotMetadata(members, 0, 0), new byte[0]));
    raft = start();
  }

  private RaftNode start() {
    return new CoreRaftFactory()
        .newNode(
            tuning
                .apply(RaftOptions.builder(id, disk, timeout).electionTicks(10))
                .applied(appliedIndex)
                .build());
  }

  /** The process dies and begins anew with what is on its disk; its state machine is durable. */
  void restart() {
    Snapshot last = disk.snapshot();
    if (appliedIndex > last.metadata().index()) {
      disk.createSnapshot(appliedIndex, members, last.data());
    }
    raft = start();
  }

  long id() {
    return id;
  }

  RaftNode raft() {
    return raft;
  }

  StableLog disk() {
    return disk;
  }

  FixedTimeout timeout() {
    return timeout;
  }

  ConfState members() {
    return members;
  }

  boolean leads() {
    return raft.softState().role() == RaftRole.LEADER;
  }

  long lead() {
    return raft.softState().lead();
  }

  RaftRole role() {
    return raft.softState().role();
  }

  long term() {
    return raft.status().hardState().term();
  }

  long committed() {
    return raft.status().hardState().commit();
  }

  /** The data of all normal entries that were applied and have any. */
  List<String> applied() {
    return applied.stream()
        .filter(entry -> entry.type() == EntryType.NORMAL && entry.data().length > 0)
        .map(entry -> new String(entry.data(), StandardCharsets.US_ASCII))
        .toList();
  }

  List<Entry> appliedEntries() {
    return applied;
  }

  /** How many messages it would not take. */
  int refusals() {
    return refusals;
  }

  List<ReadState> reads() {
    return reads;
  }

  void propose(String data) {
    raft.propose(data.getBytes(StandardCharsets.US_ASCII));
  }

  /** Steps a message; what comes from somebody who was removed is nobody's concern. */
  void step(Message message) {
    try {
      raft.step(message);
    } catch (UnknownPeerException | ProposalDroppedException refused) {
      // An answer to what was asked before its sender was removed, or a proposal that was passed on
      // to who leads no longer: both are lost, as on any network.
      refusals++;
    }
  }

  boolean hasWork() {
    return raft.hasReady();
  }

  /** Does what the member wants done, and gives what it wants said to others. */
  List<Message> work() {
    Ready ready = raft.ready();
    write(ready);
    apply(ready);
    raft.advance();
    return ready.messages();
  }

  private void write(Ready ready) {
    if (!ready.hardState().isEmpty()) {
      disk.setHardState(ready.hardState());
    }
    Snapshot snapshot = ready.snapshot();
    if (snapshot != null) {
      disk.applySnapshot(snapshot);
      appliedIndex = snapshot.metadata().index();
      members = snapshot.metadata().confState();
      applied.clear();
    }
    disk.append(ready.entries());
  }

  private void apply(Ready ready) {
    reads.addAll(ready.readStates());
    for (Entry entry : ready.committedEntries()) {
      if (entry.index() != appliedIndex + 1) {
        throw new AssertionError("after index " + appliedIndex + " came " + entry);
      }
      appliedIndex = entry.index();
      applied.add(entry);
      ConfChangeV2 change = changeOf(entry);
      if (change != null) {
        members = raft.applyConfChange(change);
      }
    }
  }

  static @Nullable ConfChangeV2 changeOf(Entry entry) {
    return switch (entry.type()) {
      case NORMAL -> null;
      case CONF_CHANGE -> ConfChangeCodec.decode(entry.data()).asV2();
      case CONF_CHANGE_V2 -> ConfChangeV2Codec.decode(entry.data());
    };
  }

  /** Replaces the log up to what is applied by a snapshot. */
  void compact() {
    disk.createSnapshot(appliedIndex, members, new byte[] {1});
    disk.compact(appliedIndex);
  }

  /** Puts on the disk of a process that has not worked yet what an earlier life left there. */
  void begin(HardState state, List<Entry> entries) {
    disk.setHardState(state);
    disk.append(entries);
    raft = start();
  }
}
