package io.togglebolt.itests.benchmarks.raft.side;

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
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member, its log in memory and its inbox. It counts what it applies, checks that nothing is left
 * out, and keeps its log short.
 */
final class Member {
  private static final ConfState EVERYBODY = ConfState.ofVoters(1L, 2L, 3L);

  /** Where all logs begin. */
  private static final long FIRST_APPLIED = 1;

  private final long id;
  private final @Nullable Member[] all;
  private final MemoryStorage storage;
  private final RaftNode node;
  private final boolean async;
  private final int length;
  private final int step;
  private List<Message> inbox = new ArrayList<>();
  private List<Message> taken = new ArrayList<>();
  private long applied = FIRST_APPLIED;
  private long committed;

  /**
   * A member that begins.
   *
   * @param all the members by their ids less one, filled when the first is asked to work
   */
  Member(
      RaftFactory factory, long id, boolean async, @Nullable Member[] all, int length, int step) {
    this.id = id;
    this.all = all;
    this.async = async;
    this.length = length;
    this.step = step;
    storage = factory.newMemoryStorage();
    storage.applySnapshot(
        new Snapshot(new SnapshotMetadata(EVERYBODY, FIRST_APPLIED, 1), new byte[0]));
    storage.setHardState(new HardState(1, 0, FIRST_APPLIED));
    node =
        factory.newNode(
            RaftOptions.builder(id, storage, ElectionTimeout.random(bound -> bound - 1))
                .applied(FIRST_APPLIED)
                .asyncStorageWrites(async)
                .build());
  }

  RaftNode node() {
    return node;
  }

  boolean isLeader() {
    return node.softState().role() == RaftRole.LEADER;
  }

  /** The index of the entry applied last. */
  long applied() {
    return applied;
  }

  /** The index that counts as applied from the beginning. */
  long firstApplied() {
    return FIRST_APPLIED;
  }

  /** How many proposed entries were applied. */
  long committed() {
    return committed;
  }

  /** How many entries the log holds. */
  int length() {
    return (int) (storage.lastIndex() - storage.firstIndex() + 1);
  }

  /** Whether the log holds as many as it keeps. */
  boolean isLong() {
    return length() >= length;
  }

  /** Takes what was sent to it so far, and does what it then wants done. */
  void work() {
    List<Message> messages = inbox;
    inbox = taken;
    taken = messages;
    for (int i = 0; i < messages.size(); i++) {
      node.step(messages.get(i));
    }
    messages.clear();
    while (node.hasReady()) {
      Ready ready = node.ready();
      if (async) {
        deliver(ready.messages());
      } else {
        doAll(ready);
        node.advance();
      }
    }
  }

  private void doAll(Ready ready) {
    if (ready.snapshot() != null) {
      throw new IllegalStateException(id + " is sent a snapshot, though nobody lags behind");
    }
    if (!ready.hardState().isEmpty()) {
      storage.setHardState(ready.hardState());
    }
    storage.append(ready.entries());
    deliver(ready.messages());
    apply(ready.committedEntries());
  }

  private void deliver(List<Message> messages) {
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      if (message.type() == MessageType.STORAGE_APPEND) {
        store(message);
        deliver(message.responses());
      } else if (message.type() == MessageType.STORAGE_APPLY) {
        apply(message.entries());
        deliver(message.responses());
      } else {
        peer(message.to()).inbox.add(message);
      }
    }
  }

  private Member peer(long peer) {
    Member found = all[(int) peer - 1];
    if (found == null) {
      throw new IllegalStateException("member " + peer + " is not there yet");
    }
    return found;
  }

  private void store(Message message) {
    if (message.term() != 0) {
      storage.setHardState(new HardState(message.term(), message.vote(), message.commit()));
    }
    storage.append(message.entries());
  }

  private void apply(List<Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.index() != applied + 1) {
        throw new IllegalStateException(
            id + " is to apply entry " + entry.index() + " after " + applied);
      }
      applied = entry.index();
      if (entry.data().length != 0) {
        committed++;
      }
    }
    if (applied - storage.firstIndex() >= length + step) {
      storage.compact(applied - length);
    }
  }
}
