package io.togglebolt.raft.tck.interaction;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.Message;
import io.togglebolt.raft.RaftFactory;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One member of a transcript's cluster, with its disk, its state machine and what its two threads
 * still have to do. The state machine puts the data of all entries one behind the other; it keeps
 * what it was after each of them, and any moment's snapshot is the last of these.
 */
final class Member {
  /** What waits for the append thread, in order. */
  final Deque<Message> appendWork = new ArrayDeque<>();

  /** What waits for the apply thread, in order. */
  final Deque<Message> applyWork = new ArrayDeque<>();

  private final RaftFactory factory;
  private final MemoryStorage disk;
  private final LongestTimeout electionTimeout = new LongestTimeout();
  private final List<Snapshot> history = new ArrayList<>();
  private final long id;
  private final MemberOptions template;
  private final Output output;
  private RaftOptions options;
  private RaftNode node;

  Member(RaftFactory factory, long id, MemberOptions template, Output output) {
    this.factory = factory;
    this.id = id;
    this.template = template;
    this.output = output;
    disk = factory.newMemoryStorage();
    history.add(template.start());
    if (Describe.holds(template.start())) {
      disk.applySnapshot(template.start());
    }
    options = newOptions();
    node = factory.newNode(options);
  }

  private RaftOptions newOptions() {
    long applied = snapshot().metadata().index();
    return template.options(id, new Disk(), electionTimeout, applied, output);
  }

  RaftNode node() {
    return node;
  }

  long id() {
    return id;
  }

  RaftOptions options() {
    return options;
  }

  LongestTimeout electionTimeout() {
    return electionTimeout;
  }

  /** The stable log. */
  MemoryStorage disk() {
    return disk;
  }

  /** What the state machine holds now. */
  Snapshot snapshot() {
    return history.getLast();
  }

  /**
   * Loses all that is not on the disk, and goes on from there. What was applied is on the disk too;
   * what its threads had still to do is lost.
   */
  void restart() {
    appendWork.clear();
    applyWork.clear();
    options = newOptions();
    node = factory.newNode(options);
  }

  /** Makes things durable. */
  void append(HardState state, List<Entry> entries, @Nullable Snapshot snapshot) {
    if (!state.isEmpty()) {
      disk.setHardState(state);
    }
    if (snapshot != null && Describe.holds(snapshot)) {
      if (!entries.isEmpty()) {
        throw new Refusal("can't apply snapshot and entries at the same time");
      }
      disk.applySnapshot(snapshot);
      history.add(snapshot);
    } else if (!entries.isEmpty()) {
      disk.append(entries);
    }
  }

  /** Applies entries to the state machine. */
  void apply(List<Entry> entries) {
    for (Entry entry : entries) {
      switch (entry.type()) {
        case NORMAL -> record(entry, entry.data(), snapshot().metadata().confState());
        case CONF_CHANGE -> {
          var change = ConfChangeCodec.decode(entry.data()).asV2();
          record(entry, change.context(), node.applyConfChange(change));
        }
        case CONF_CHANGE_V2 -> {
          var change = ConfChangeV2Codec.decode(entry.data());
          record(entry, change.context(), node.applyConfChange(change));
        }
      }
    }
  }

  private void record(Entry entry, byte[] update, ConfState members) {
    byte[] before = snapshot().data();
    byte[] after = Arrays.copyOf(before, before.length + update.length);
    System.arraycopy(update, 0, after, before.length, update.length);
    history.add(new Snapshot(new SnapshotMetadata(members, entry.index(), entry.term()), after));
  }

  /** The disk as the member reads it: a snapshot is always that of the state machine. */
  private final class Disk implements RaftStorage {
    @Override
    public HardState hardState() {
      return disk.hardState();
    }

    @Override
    public ConfState confState() {
      return Member.this.snapshot().metadata().confState();
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
      return Member.this.snapshot();
    }
  }
}
