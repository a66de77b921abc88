package io.togglebolt.raft.core.internal;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.Snapshot;
import java.util.List;
import java.util.function.Supplier;

/** A storage that can be told to fail, or to give another snapshot than it holds. */
final class AlteredStorage implements RaftStorage {
  private final RaftStorage held;
  private Runnable first = () -> {};
  private Supplier<Snapshot> snapshot;

  AlteredStorage(RaftStorage held) {
    this.held = held;
    snapshot = held::snapshot;
  }

  /** From now on each call throws. */
  void failWith(RuntimeException failure) {
    first =
        () -> {
          throw failure;
        };
  }

  /** From now on this gives the snapshot. */
  void give(Supplier<Snapshot> other) {
    snapshot = other;
  }

  @Override
  public HardState hardState() {
    first.run();
    return held.hardState();
  }

  @Override
  public ConfState confState() {
    first.run();
    return held.confState();
  }

  @Override
  public List<Entry> entries(long from, long to, long maxBytes) {
    first.run();
    return held.entries(from, to, maxBytes);
  }

  @Override
  public long term(long index) {
    first.run();
    return held.term(index);
  }

  @Override
  public long firstIndex() {
    first.run();
    return held.firstIndex();
  }

  @Override
  public long lastIndex() {
    first.run();
    return held.lastIndex();
  }

  @Override
  public Snapshot snapshot() {
    first.run();
    return snapshot.get();
  }
}
