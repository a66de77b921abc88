package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator reads when a policy has released what it must not. */
class RefusedReleaseTest {
  private static final PendingRun ONE =
      new PendingRun(2, 1, 500, Origin.FREELIST, 0, Kind.TREE, 504);
  private static final PendingRun SEVERAL =
      new PendingRun(7, 3, 502, Origin.FILE_END, 0, Kind.TREE, 504);

  /** Releases one run, whatever it is asked. */
  private record Releaser(PendingRun run) implements FreelistPolicy {
    @Override
    public void freed(PendingRun freed) {
      // It knows what it releases.
    }

    @Override
    public void forget(PendingRun forgotten) {
      // The same.
    }

    @Override
    public void release(long[] readers, Releases releases) {
      releases.release(run);
    }

    @Override
    public PageSetDigest digest() {
      throw new UnsupportedOperationException("nobody asks");
    }
  }

  private static String refused(PendingRun run, long... readers) {
    Ledger ledger = new Ledger();
    ledger.commit(504, List.of(ONE), List.of());
    Releasing releasing = new Releasing(ledger, 8);
    return String.valueOf(
        assertThrows(IllegalStateException.class, () -> releasing.ask(new Releaser(run), readers))
            .getMessage());
  }

  @Test
  void theReaderAndTheRunAreNamed() {
    assertEquals(
        "released page 2 (freed by 504), which the reader at 503 can see",
        refused(ONE, 499, 503, 504));
  }

  @Test
  void aRunOfSeveralPagesIsNamedByItsEnds() {
    assertEquals("released pages 7 to 9 (freed by 504), which is not pending", refused(SEVERAL));
  }
}
