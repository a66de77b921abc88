package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import java.util.function.Consumer;

/** Makes freelist policies from the ledger. */
final class FreelistOwner
    extends PartOwner<FreelistPolicyFactory, FreelistPolicy, FreelistOwner.Delta> {
  /**
   * A run that became pending, or was released.
   *
   * @param run the run
   * @param freed whether it became pending
   */
  record Delta(PendingRun run, boolean freed) {}

  private final Ledger ledger;

  FreelistOwner(Ledger ledger, Boundary boundary) {
    super(boundary);
    this.ledger = ledger;
  }

  @Override
  FreelistPolicy create(FreelistPolicyFactory factory) {
    return factory.create();
  }

  @Override
  Consumer<FreelistPolicy> copyOfTruth() {
    PendingRuns.Snapshot copy = ledger.snapshot();
    return part -> copy.forEach(part::freed);
  }

  @Override
  void tellTruth(FreelistPolicy part) {
    ledger.forEachPending(part::freed);
  }

  @Override
  void apply(FreelistPolicy part, Delta delta) {
    if (delta.freed) {
      part.freed(delta.run);
    } else {
      part.forget(delta.run);
    }
  }

  @Override
  PageSetDigest digestOf(FreelistPolicy part) {
    return part.digest();
  }

  @Override
  PageSetDigest digestOfTruth() {
    return ledger.pendingDigest();
  }
}
