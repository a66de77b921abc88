package io.togglebolt.wal.internal.files;

import io.togglebolt.runtime.Disk;
import io.togglebolt.wal.spi.WalWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way to become a segment. Guarded by the pipeline's lock, but for what does not
 * change.
 */
final class Preparation {
  /** Null for the log itself. */
  final @Nullable WalWriter writer;

  private final Disk disk;

  int number;
  State state = State.WAITING;
  @Nullable SegmentFile file;
  @Nullable RevocableSegment lent;
  @Nullable Throwable failure;

  /** Whether the file still has the name of what a purge gave up. */
  boolean isRecycled;

  /** Whether the name is no longer this one's: another log may use it. */
  boolean isNameless;

  /** How far it is. */
  enum State {
    WAITING,
    RUNNING,
    READY,
    FAILED,
    ABANDONED
  }

  Preparation(Disk disk, @Nullable WalWriter writer) {
    this.disk = disk;
    this.writer = writer;
  }

  /** Whether the writer did what it may not; an error of the disk is given another chance. */
  boolean isFaultOf(WalWriter serving) {
    return state == State.FAILED && writer == serving && !(failure instanceof IOException);
  }

  void end(@Nullable Throwable thrown) {
    if (state == State.ABANDONED) {
      drop();
    } else if (thrown == null) {
      state = State.READY;
    } else {
      state = State.FAILED;
      failure = thrown;
      drop();
    }
  }

  void abandon() {
    if (state != State.RUNNING) {
      drop();
    }
    state = State.ABANDONED;
  }

  /** The writer hangs, and the log is closed without waiting for it any longer. */
  void loseName() {
    if (file != null && !isNameless) {
      SpareFiles.unname(disk, file);
    }
    isNameless = true;
  }

  private void drop() {
    if (file != null) {
      if (!isNameless) {
        SpareFiles.unname(disk, file);
      }
      SpareFiles.close(file);
      file = null;
    }
  }
}
