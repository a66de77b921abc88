package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.HardState;
import io.togglebolt.wal.WalException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked to be durable, and the future of it. Its fields belong to whoever holds
 * the intake lock, until it is finished.
 */
public final class Save extends CompletableFuture<Void> {
  /** Which part of its batch it is in. */
  int piece;

  /** How many bytes it is. */
  long bytes;

  /** Whether it must be durable before it is finished. */
  boolean mustSync;

  /** The hard state that it may leave to a later sync. */
  HardState left = HardState.EMPTY;

  /** Why it failed, from when it is over. */
  @Nullable WalException failure;

  Save() {}

  /** Tells whoever waits. */
  void finish() {
    WalException failed = failure;
    if (failed == null) {
      complete(null);
    } else {
      completeExceptionally(failed);
    }
  }

  /** Waits until it is over, and throws what it failed with. */
  public void await() throws InterruptedException {
    try {
      get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof WalException known) {
        throw known;
      }
      throw new IllegalStateException("a save was ended by somebody else", failed.getCause());
    }
  }
}
