package io.togglebolt.wal.internal.write;

import io.togglebolt.raft.HardState;
import io.togglebolt.wal.WalException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked to be durable, and the future of it. Its fields belong to whoever holds
 * the intake lock, until it is finished.
 */
public final class Save extends CompletableFuture<Void> {
  private static final Logger LOG = System.getLogger(Save.class.getName());

  /** The one behind it in the queue that it is in. */
  @Nullable Save next;

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

  /**
   * Tells whoever waits. What is done then is anybody's, and others are still to be told: an error
   * that a future lets through is told to the journal alone.
   */
  void finish() {
    try {
      end();
    } catch (RuntimeException | Error failed) {
      if (!isDone()) {
        // There was no memory for the outcome itself; the second time there may be.
        end();
      }
      LOG.log(Level.WARNING, "what was to be done after a save failed: {0}", failed);
    }
  }

  private void end() {
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
