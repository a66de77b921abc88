package io.togglebolt.raft.core.internal.behaviour;

import io.togglebolt.etcd.format.ConfChangeCodec;
import io.togglebolt.etcd.format.ConfChangeV2Codec;
import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.ElectionTimeout;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.RaftLogger;
import io.togglebolt.raft.RaftNode;
import io.togglebolt.raft.RaftOptions;
import io.togglebolt.raft.RaftRole;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.ReadState;
import io.togglebolt.raft.Ready;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.core.internal.CoreRaftFactory;
import io.togglebolt.raft.core.internal.confchange.Restore;
import io.togglebolt.raft.core.internal.tracker.ProgressTracker;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A member and what drives it: a log in memory, a state machine that lists the data it applied, and
 * the lines that the member wrote. A restart keeps what a disk would keep.
 */
final class Host {
  private final long id;
  private final MemoryStorage log;
  private final UnaryOperator<RaftOptions.Builder> options;
  private final List<String> lines = new ArrayList<>();
  private final List<String> data = new ArrayList<>();
  private final List<ReadState> reads = new ArrayList<>();
  private ConfState confState;
  private long applied;
  private int timeoutTicks;
  private RaftNode node;

  /** A member whose log begins behind the first entry, unless {@code members} has nobody. */
  Host(long id, ConfState members, UnaryOperator<RaftOptions.Builder> options) {
    this.id = id;
    this.options = options;
    log = new CoreRaftFactory().newMemoryStorage();
    confState = members;
    if (!members.voters().isEmpty()) {
      log.applySnapshot(new Snapshot(new SnapshotMetadata(members, 1, 1), new byte[0]));
      log.setHardState(new HardState(1, 0, 1));
      applied = 1;
    }
    node = start();
  }

  private RaftNode start() {
    RaftOptions.Builder builder =
        RaftOptions.builder(id, new Disk(), new Timeout()).applied(applied).logger(new Lines());
    return new CoreRaftFactory().newNode(options.apply(builder).build());
  }

  /** Stops without a word and starts from what was written. */
  void restart() {
    node = start();
  }

  /** Takes its state machine back to how it was at an index; to be followed by a restart. */
  void forgetApplied(long index, ConfState members) {
    applied = index;
    confState = members;
    data.clear();
  }

  /** Sets after how many ticks it stands for election; valid until it draws anew. */
  void timeout(int ticks) {
    timeoutTicks = ticks;
  }

  long id() {
    return id;
  }

  RaftNode node() {
    return node;
  }

  MemoryStorage log() {
    return log;
  }

  boolean leads() {
    return role() == RaftRole.LEADER;
  }

  RaftRole role() {
    return node.softState().role();
  }

  long lead() {
    return node.softState().lead();
  }

  long term() {
    return node.status().hardState().term();
  }

  long commit() {
    return node.status().hardState().commit();
  }

  long applied() {
    return applied;
  }

  /** The data of all entries that were applied, but for the empty ones. */
  List<String> data() {
    return data;
  }

  List<ReadState> reads() {
    return reads;
  }

  List<String> lines() {
    return lines;
  }

  /** Who belongs to the cluster as the member has it, as etcd writes it. */
  String config() {
    return text(node.status().confState());
  }

  static String text(ConfState state) {
    ProgressTracker tracker = new ProgressTracker(1, 0);
    return Restore.restore(tracker, 1, state).config().toString();
  }

  /** Writes and applies what the member asks for; gives the messages that it sends. */
  Ready process() {
    Ready ready = node.ready();
    Snapshot snapshot = ready.snapshot();
    if (snapshot != null) {
      log.applySnapshot(snapshot);
      confState = snapshot.metadata().confState();
      applied = snapshot.metadata().index();
      data.clear();
      new String(snapshot.data(), StandardCharsets.UTF_8).lines().forEach(data::add);
    }
    if (!ready.entries().isEmpty()) {
      log.append(ready.entries());
    }
    if (!ready.hardState().isEmpty()) {
      log.setHardState(ready.hardState());
    }
    reads.addAll(ready.readStates());
    ready.committedEntries().forEach(this::apply);
    node.advance();
    return ready;
  }

  private void apply(Entry entry) {
    switch (entry.type()) {
      case NORMAL -> {
        if (entry.data().length > 0) {
          data.add(new String(entry.data(), StandardCharsets.UTF_8));
        }
      }
      case CONF_CHANGE ->
          confState = node.applyConfChange(ConfChangeCodec.decode(entry.data()).asV2());
      case CONF_CHANGE_V2 ->
          confState = node.applyConfChange(ConfChangeV2Codec.decode(entry.data()));
    }
    applied = entry.index();
  }

  /** Lets go of all entries that were applied. */
  void compact() {
    log.compact(applied);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(id) + " " + role() + " of " + config();
  }

  /** The log, and beside it the membership as of what was applied. */
  private final class Disk implements RaftStorage {
    @Override
    public HardState hardState() {
      return log.hardState();
    }

    @Override
    public ConfState confState() {
      return confState;
    }

    @Override
    public List<Entry> entries(long from, long to, long maxBytes) {
      return log.entries(from, to, maxBytes);
    }

    @Override
    public long term(long index) {
      return log.term(index);
    }

    @Override
    public long firstIndex() {
      return log.firstIndex();
    }

    @Override
    public long lastIndex() {
      return log.lastIndex();
    }

    /** One of what was applied last, so that there is no need to make one beforehand. */
    @Override
    public Snapshot snapshot() {
      if (log.snapshot().metadata().index() == applied) {
        return log.snapshot();
      }
      byte[] state = String.join("\n", data).getBytes(StandardCharsets.UTF_8);
      return log.createSnapshot(applied, confState, state);
    }
  }

  /** Draws the longest timeout, so that nobody stands for election by chance. */
  private final class Timeout implements ElectionTimeout {
    @Override
    public void draw(int electionTicks) {
      timeoutTicks = 2 * electionTicks - 1;
    }

    @Override
    public int ticks() {
      return timeoutTicks;
    }
  }

  private final class Lines implements RaftLogger {
    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, String line) {
      lines.add(line);
    }
  }
}
