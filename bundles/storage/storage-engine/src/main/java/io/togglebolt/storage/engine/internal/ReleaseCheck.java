package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.PendingRun;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Checks what a policy releases against the ledger and the readers. For one release. */
final class ReleaseCheck {
  private final Ledger ledger;
  private final long[] readers;
  private final Set<Long> starts = new HashSet<>();

  /**
   * @param readers the transactions that open readers see, ascending; nobody changes them meanwhile
   */
  ReleaseCheck(Ledger ledger, long[] readers) {
    this.ledger = ledger;
    this.readers = readers;
  }

  /**
   * Looks at a run that was released.
   *
   * @throws IllegalStateException when it is not pending, when it was released already, or when a
   *     reader can see it
   */
  void accept(PendingRun run) {
    if (!ledger.isPending(run) || !starts.add(run.start())) {
      throw new IllegalStateException("released " + run + ", which is not pending");
    }
    if (visibleToAny(run)) {
      throw new IllegalStateException("released " + run + ", which an open reader can see");
    }
  }

  /** Whether some reader is in the run's span of visibility. */
  private boolean visibleToAny(PendingRun run) {
    int at = Arrays.binarySearch(readers, run.allocatedBy());
    int first = at < 0 ? -at - 1 : at;
    return first < readers.length && run.visibleTo(readers[first]);
  }
}
