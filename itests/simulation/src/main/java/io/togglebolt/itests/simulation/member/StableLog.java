package io.togglebolt.itests.simulation.member;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.MemoryStorage;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.Snapshot;
import io.togglebolt.raft.SnapshotTemporarilyUnavailableException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the core reads of a member's log: the copy in memory, with the configuration that the state
 * machine has reached, and a snapshot that is sometimes not ready yet.
 */
final class StableLog implements RaftStorage {
  private final MemoryStorage memory;
  private final ConfState confState;
  private final BooleanSupplier snapshotIsReady;
  private final Supplier<Snapshot> snapshots;

  /**
   * @param snapshots gives the newest there can be: who was added after an older one was made could
   *     not go on from that, for it does not know him
   * @param confState as of the last entry that was applied when the process began
   */
  StableLog(
      MemoryStorage memory,
      ConfState confState,
      BooleanSupplier snapshotIsReady,
      Supplier<Snapshot> snapshots) {
    this.memory = memory;
    this.confState = confState;
    this.snapshotIsReady = snapshotIsReady;
    this.snapshots = snapshots;
  }

  @Override
  public HardState hardState() {
    return memory.hardState();
  }

  @Override
  public ConfState confState() {
    return confState;
  }

  @Override
  public List<Entry> entries(long from, long to, long maxBytes) {
    return memory.entries(from, to, maxBytes);
  }

  @Override
  public long term(long index) {
    return memory.term(index);
  }

  @Override
  public long firstIndex() {
    return memory.firstIndex();
  }

  @Override
  public long lastIndex() {
    return memory.lastIndex();
  }

  @Override
  public Snapshot snapshot() {
    if (!snapshotIsReady.getAsBoolean()) {
      throw new SnapshotTemporarilyUnavailableException("it is being made");
    }
    return snapshots.get();
  }
}
