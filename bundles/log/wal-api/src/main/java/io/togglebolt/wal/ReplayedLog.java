package io.togglebolt.wal;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A visitor that keeps everything in memory, overwritten entries left out. Read it when the log has
 * been opened; not thread-safe.
 */
public final class ReplayedLog implements WalVisitor {
  private final List<Entry> entries = new ArrayList<>();
  private @Nullable WalMetadata metadata;
  private HardState state = HardState.EMPTY;

  /** With nothing in it. */
  public ReplayedLog() {}

  @Override
  public void entry(Entry entry) {
    if (!entries.isEmpty()) {
      long kept = entry.index() - entries.getFirst().index();
      if (kept < entries.size()) {
        entries.subList((int) Math.max(0, kept), entries.size()).clear();
      }
    }
    entries.add(entry);
  }

  @Override
  public void hardState(HardState newState) {
    state = newState;
  }

  @Override
  public void metadata(WalMetadata newMetadata) {
    metadata = newMetadata;
  }

  /** The entries after the mark, in order, without gaps. */
  public List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** The hard state; empty when none was ever saved. */
  public HardState hardState() {
    return state;
  }

  /** Whose log it is. */
  public WalMetadata metadata() {
    return Objects.requireNonNull(metadata, "the log has not been opened yet");
  }
}
