package io.togglebolt.raft.core.internal.cluster;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.EntryType;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotMetadata;
import io.togglebolt.raft.core.internal.log.StableLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a process leaves when it dies: its log, and a state machine that lists what it has applied
 * and who belongs to the cluster. Both may fall back to what was synced.
 */
final class Disk implements RaftStorage {
  /** The state machine at an index: how many pieces of data it had, and who belonged. */
  private record State(int pieces, ConfState members) {}

  private final StableLog log = new StableLog();
  private final List<String> data = new ArrayList<>();
  private final NavigableMap<Long, State> states = new TreeMap<>();
  private HardState synced = HardState.EMPTY;

  private Disk() {}

  /** Nothing but the knowledge of who belongs to the cluster: perhaps nobody yet. */
  static Disk empty(ConfState members) {
    Disk disk = new Disk();
    disk.states.put(0L, new State(0, members));
    return disk;
  }

  /**
   * A log whose first entry has gone, of a cluster of these. Whoever joins the cluster later gets
   * the first members by a snapshot, since no entry tells of them.
   */
  static Disk behindFirstEntry(ConfState members) {
    Disk disk = new Disk();
    disk.save(
        new HardState(1, 0, 1),
        new Snapshot(new SnapshotMetadata(members, 1, 1), new byte[0]),
        List.of());
    return disk;
  }

  /** Writes. A commit index alone need not be synced. */
  void save(HardState state, @Nullable Snapshot snapshot, List<Entry> entries) {
    HardState before = log.hardState();
    if (snapshot != null) {
      log.applySnapshot(snapshot);
      takeOver(snapshot);
    }
    if (!state.isEmpty()) {
      log.setHardState(state);
    }
    log.append(entries);
    HardState now = log.hardState();
    if (snapshot != null || !entries.isEmpty() || now.mustSyncAfter(before)) {
      synced = now;
    }
  }

  private void takeOver(Snapshot snapshot) {
    data.clear();
    data.addAll(data(snapshot));
    states.clear();
    SnapshotMetadata metadata = snapshot.metadata();
    states.put(metadata.index(), new State(data.size(), metadata.confState()));
  }

  /** What the state machine had when a snapshot was made of it. */
  static List<String> data(Snapshot snapshot) {
    return new String(snapshot.data(), StandardCharsets.US_ASCII).lines().toList();
  }

  /** Applies an entry, after which these belong to the cluster. */
  void apply(Entry entry, ConfState members) {
    if (entry.index() != applied() + 1) {
      throw new AssertionError("after index " + applied() + " came " + entry);
    }
    if (entry.type() == EntryType.NORMAL && entry.data().length > 0) {
      data.add(new String(entry.data(), StandardCharsets.US_ASCII));
    }
    states.put(entry.index(), new State(data.size(), members));
  }

  long applied() {
    return states.lastKey();
  }

  /** The data of all normal entries that were applied and have any. */
  List<String> data() {
    return data;
  }

  /** The power fails: what was not synced is as before. */
  void loseUnsynced() {
    log.setHardState(synced);
  }

  /** The state machine falls back to how it was at an index. */
  void fallBack(long index) {
    states.tailMap(index, false).clear();
    data.subList(states.lastEntry().getValue().pieces(), data.size()).clear();
  }

  /** Lets go of all that was applied. */
  void compact() {
    compact(snapshot().metadata().index());
  }

  /** Lets go of the entries up to one that was applied durably. */
  void compact(long index) {
    snapshot();
    log.compact(index);
  }

  /** How far the state machine does not fall back behind what the log knows to be committed. */
  long durablyApplied() {
    return Math.min(applied(), Math.min(log.lastIndex(), log.hardState().commit()));
  }

  @Override
  public HardState hardState() {
    return log.hardState();
  }

  @Override
  public ConfState confState() {
    return states.lastEntry().getValue().members();
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
    Snapshot held = log.snapshot();
    long index = durablyApplied();
    if (held.metadata().index() >= index) {
      return held;
    }
    // Whoever writes a snapshot syncs all that it rests on.
    synced = log.hardState();
    State state = states.floorEntry(index).getValue();
    String pieces = String.join("\n", data.subList(0, state.pieces()));
    return log.createSnapshot(index, state.members(), pieces.getBytes(StandardCharsets.US_ASCII));
  }

  /** The snapshot that was made or taken over last. */
  Snapshot heldSnapshot() {
    return log.snapshot();
  }
}
