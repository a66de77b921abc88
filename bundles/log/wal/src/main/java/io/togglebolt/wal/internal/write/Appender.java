package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.Entry;
import io.togglebolt.raft.HardState;
import io.togglebolt.wal.SnapshotMark;
import java.util.List;

/**
 * What may be asked of a log, and which of it must be durable before it is over: entries, a new
 * term, a new vote and marks, but not a new commit index alone. Thread-safe; the encoder is used
 * with the intake lock held only.
 */
final class Appender {
  private final Intake intake;
  private final LogEncoder encoder;
  private final EntryCheck check;

  Appender(Intake intake, LogEncoder encoder, EntryCheck check) {
    this.intake = intake;
    this.check = check;
    this.encoder = encoder;
  }

  /** As {@link io.togglebolt.wal.Wal#append}. */
  Save append(HardState state, List<Entry> entries) {
    return intake.accept(
        check.requireSound(entries),
        (save, target) -> {
          EntryCheck.requireNoGap(encoder.lastIndex(), entries);
          boolean newState = !state.isEmpty();
          save.mustSync = !entries.isEmpty() || newState && state.mustSyncAfter(encoder.state());
          encoder.entries(entries, target);
          if (newState) {
            encoder.state(state, target);
          }
        });
  }

  /** As {@link io.togglebolt.wal.Wal#saveSnapshot}. */
  Save saveSnapshot(SnapshotMark mark) {
    return intake.accept(
        check.requireSound(mark),
        (save, target) -> {
          save.mustSync = true;
          encoder.snapshot(mark, target);
        });
  }

  /** Finished when everything before it is durable. */
  Save sync() {
    return intake.accept(0, (save, target) -> save.mustSync = intake.isBehind());
  }

  /** Ends the segment; finished when the next one has begun. */
  Save cut() {
    return intake.accept(
        0,
        (save, target) -> {
          save.mustSync = true;
          intake.beginSegment(target);
        });
  }
}
