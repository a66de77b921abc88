package io.togglebolt.raft.core.internal;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.MessageType;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A member with its log in memory, which does whatever it wants done, and keeps what it sends. */
final class TestMember {
  /** Where the logs of these members begin: a snapshot of that index and term 1. */
  static final long BEGIN = 10;

  private final MemoryStorage storage;
  private final AlteredStorage seen;
  private final RaftNode node;
  private final List<Message> sent = new ArrayList<>();
  private final List<Entry> applied = new ArrayList<>();

  private TestMember(MemoryStorage storage, AlteredStorage seen, RaftNode node) {
    this.storage = storage;
    this.seen = seen;
    this.node = node;
  }

  /** A member of a cluster, with whatever options differ from the usual ones. */
  static TestMember of(long id, ConfState cluster, UnaryOperator<RaftOptions.Builder> options) {
    return of(new CoreRaftFactory(), id, cluster, options);
  }

  static TestMember of(
      RaftFactory factory, long id, ConfState cluster, UnaryOperator<RaftOptions.Builder> options) {
    MemoryStorage storage = factory.newMemoryStorage();
    storage.applySnapshot(new Snapshot(new SnapshotMetadata(cluster, BEGIN, 1), new byte[0]));
    storage.setHardState(new HardState(1, 0, BEGIN));
    AlteredStorage seen = new AlteredStorage(storage);
    RaftOptions.Builder builder =
        RaftOptions.builder(id, seen, ElectionTimeout.random(bound -> 0))
            .electionTicks(3)
            .applied(BEGIN)
            .preVote(false)
            .checkQuorum(false);
    return new TestMember(storage, seen, factory.newNode(options.apply(builder).build()));
  }

  /** The same with the usual options. */
  static TestMember of(long id, Long... voters) {
    return of(id, ConfState.ofVoters(voters), UnaryOperator.identity());
  }

  RaftNode node() {
    return node;
  }

  /** What its driver writes to. */
  MemoryStorage storage() {
    return storage;
  }

  /** What it sees of that. */
  AlteredStorage seen() {
    return seen;
  }

  /** Takes a message, and does what is to be done then. */
  TestMember step(Message.Builder message) {
    node.step(message.build());
    return work();
  }

  /** Does whatever is to be done. */
  TestMember work() {
    while (node.hasReady()) {
      Ready ready = node.ready();
      save(ready);
      sent.addAll(ready.messages());
      apply(ready.committedEntries());
      node.advance();
    }
    return this;
  }

  private void save(Ready ready) {
    if (ready.snapshot() != null) {
      storage.applySnapshot(ready.snapshot());
    }
    if (!ready.hardState().isEmpty()) {
      storage.setHardState(ready.hardState());
    }
    storage.append(ready.entries());
  }

  private void apply(List<Entry> entries) {
    for (Entry entry : entries) {
      applied.add(entry);
      switch (entry.type()) {
        case NORMAL -> {}
        case CONF_CHANGE -> node.applyConfChange(ConfChangeCodec.decode(entry.data()).asV2());
        case CONF_CHANGE_V2 -> node.applyConfChange(ConfChangeV2Codec.decode(entry.data()));
      }
    }
  }

  /** What it has sent since this was asked last. */
  List<Message> takeSent() {
    List<Message> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  /** What it has applied. */
  List<Entry> applied() {
    return applied;
  }

  /** Makes it the leader of the next term, by the vote of another member. */
  TestMember elect(long voter) {
    node.campaign();
    work();
    long term = node.status().hardState().term();
    step(Message.of(MessageType.VOTE_RESPONSE).from(voter).to(node.status().id()).term(term));
    takeSent();
    return this;
  }

  /** Takes the answer of a member that has everything up to an index. */
  TestMember acknowledge(long from, long index) {
    return step(
        Message.of(MessageType.APPEND_RESPONSE)
            .from(from)
            .to(node.status().id())
            .term(term())
            .index(index));
  }

  long term() {
    return node.status().hardState().term();
  }

  long lastIndex() {
    return storage.lastIndex();
  }
}
