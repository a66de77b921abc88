package io.togglebolt.raft.core.internal.walk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.ProposalDroppedException;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.RaftStatus;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.UnknownPeerException;
import io.togglebolt.testkit.SplitMix64;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A member with what it would find after a crash: its storage holds what was made durable, and what
 * its append thread has still to write is lost with it.
 */
final class Walker {
  private static final int SNAPSHOT_EVERY = 30;

  private final long id;
  private final RaftFactory factory;
  private final boolean async;
  private final SplitMix64 random;
  private final Promises promises;
  private final List<Message> network;
  private final MemoryStorage storage;
  private final Queue<Message> toAppend = new ArrayDeque<>();
  private final Queue<Message> toApply = new ArrayDeque<>();
  private RaftNode node;
  private ConfState members;
  private long applied;
  private long committed;

  Walker(
      long id,
      ConfState members,
      RaftFactory factory,
      boolean async,
      SplitMix64 random,
      Promises promises,
      List<Message> network) {
    this.id = id;
    this.members = members;
    this.factory = factory;
    this.async = async;
    this.random = random;
    this.promises = promises;
    this.network = network;
    storage = factory.newMemoryStorage();
    storage.applySnapshot(new Snapshot(new SnapshotMetadata(members, 1, 1), new byte[0]));
    storage.setHardState(new HardState(1, 0, 1));
    applied = 1;
    node = begin();
  }

  private RaftNode begin() {
    RaftOptions options =
        RaftOptions.builder(id, storage, ElectionTimeout.random(random::below))
            .electionTicks(5)
            .applied(applied)
            .asyncStorageWrites(async)
            .maxInflightMessages(3)
            .maxMessageBytes(40)
            .maxApplyingBytes(100)
            .stepDownOnRemoval(true)
            .build();
    return factory.newNode(options);
  }

  long id() {
    return id;
  }

  RaftNode node() {
    return node;
  }

  long applied() {
    return applied;
  }

  /** Crashes, and begins again with what is durable. */
  void restart() {
    toAppend.clear();
    toApply.clear();
    Snapshot snapshot = storage.snapshot();
    applied = snapshot.metadata().index();
    members = snapshot.metadata().confState();
    committed = 0;
    node = begin();
  }

  void step(Message message) {
    try {
      node.step(message);
    } catch (ProposalDroppedException | UnknownPeerException refused) {
      // Both belong to a life among members that come and go.
    }
    check();
  }

  /** Takes one ready, and does what it asks for: at once, or whenever its threads are asked. */
  boolean work() {
    if (!node.hasReady()) {
      return false;
    }
    Ready ready = node.ready();
    for (ReadState state : ready.readStates()) {
      promises.answered(id, state);
    }
    if (async) {
      deliver(ready.messages());
    } else {
      save(ready.hardState(), ready.snapshot(), ready.entries());
      deliver(ready.messages());
      apply(ready.committedEntries());
      node.advance();
    }
    check();
    return true;
  }

  private void deliver(List<Message> messages) {
    for (Message message : messages) {
      if (message.to() == Message.APPEND_THREAD) {
        toAppend.add(message);
      } else if (message.to() == Message.APPLY_THREAD) {
        toApply.add(message);
      } else if (message.to() == id) {
        step(message);
      } else {
        network.add(message);
      }
    }
  }

  /** Lets the append thread do one thing. */
  boolean append() {
    Message message = toAppend.poll();
    if (message == null) {
      return false;
    }
    save(
        new HardState(message.term(), message.vote(), message.commit()),
        message.snapshot(),
        message.entries());
    deliver(message.responses());
    return true;
  }

  /** Lets the apply thread do one thing. */
  boolean applySome() {
    Message message = toApply.poll();
    if (message == null) {
      return false;
    }
    apply(message.entries());
    deliver(message.responses());
    return true;
  }

  private void save(HardState state, @Nullable Snapshot snapshot, List<Entry> entries) {
    if (snapshot != null) {
      storage.applySnapshot(snapshot);
      applied = snapshot.metadata().index();
      members = snapshot.metadata().confState();
    }
    if (!state.isEmpty()) {
      storage.setHardState(state);
    }
    storage.append(entries);
  }

  private void apply(List<Entry> entries) {
    for (Entry entry : entries) {
      if (async && entry.index() <= applied) {
        // A snapshot that was written meanwhile holds it already.
        continue;
      }
      assertTrue(entry.index() == applied + 1, () -> id + " is to apply " + entry);
      promises.applied(id, entry);
      switch (entry.type()) {
        case NORMAL -> {}
        case CONF_CHANGE ->
            members = node.applyConfChange(ConfChangeCodec.decode(entry.data()).asV2());
        case CONF_CHANGE_V2 ->
            members = node.applyConfChange(ConfChangeV2Codec.decode(entry.data()));
      }
      applied = entry.index();
    }
    Snapshot latest = storage.snapshot();
    // A member that was added takes no snapshot of a cluster to which it did not belong yet.
    boolean changed = !latest.metadata().confState().equals(members);
    if ((changed || applied - latest.metadata().index() >= SNAPSHOT_EVERY)
        && applied > latest.metadata().index()
        // What a snapshot holds counts as committed, so that must be durable first.
        && applied <= storage.hardState().commit()) {
      storage.createSnapshot(applied, members, new byte[0]);
      long gone = applied - random.below(3);
      if (gone >= storage.firstIndex()) {
        storage.compact(gone);
      }
    }
  }

  /** What must hold of this member alone, and who leads. */
  void check() {
    RaftStatus status = node.status();
    long commit = status.hardState().commit();
    assertTrue(commit >= committed, () -> id + " has taken back what it had committed");
    committed = commit;
    if (status.softState().role() == RaftRole.LEADER) {
      promises.leads(id, status.hardState().term());
    }
  }

  /** The entries that it holds durably from an index on. */
  List<Entry> log(long from) {
    long first = Math.max(from, storage.firstIndex());
    return first > storage.lastIndex()
        ? List.of()
        : new ArrayList<>(storage.entries(first, storage.lastIndex() + 1, Long.MAX_VALUE));
  }
}
