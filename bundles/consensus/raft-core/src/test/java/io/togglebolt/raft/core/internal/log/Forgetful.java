package io.togglebolt.raft.core.internal.log;

import io.togglebolt.raft.ConfState;
import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.raft.RaftException;
import io.togglebolt.raft.RaftStorage;
import io.togglebolt.raft.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stable log that can refuse to give what it says it holds. */
final class Forgetful implements RaftStorage {
  private final RaftStorage whole;
  @Nullable RaftException refusal;
  boolean empty;

  Forgetful(RaftStorage whole) {
    this.whole = whole;
  }

  @Override
  public HardState hardState() {
    return whole.hardState();
  }

  @Override
  public ConfState confState() {
    return whole.confState();
  }

  @Override
  public List<Entry> entries(long from, long to, long maxBytes) {
    if (refusal != null) {
      throw refusal;
    }
    return empty ? List.of() : whole.entries(from, to, maxBytes);
  }

  @Override
  public long term(long index) {
    if (refusal != null) {
      throw refusal;
    }
    return whole.term(index);
  }

  @Override
  public long firstIndex() {
    return whole.firstIndex();
  }

  @Override
  public long lastIndex() {
    return whole.lastIndex();
  }

  @Override
  public Snapshot snapshot() {
    return whole.snapshot();
  }
}
