package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.FreelistPolicyFactory;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import java.util.List;
import java.util.function.Consumer;

/** Makes freelist policies from the ledger. */
final class FreelistOwner
    extends PartOwner<FreelistPolicyFactory, FreelistPolicy, FreelistOwner.Delta> {
  /**
   * Runs that became pending together, or were released together.
   *
   * @param runs the runs; never changed
   * @param freed whether they became pending
   */
  record Delta(List<PendingRun> runs, boolean freed) implements DeltaLog.Delta {
    @Override
    public int changes() {
      return runs.size();
    }
  }

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
    delta.runs.forEach(delta.freed ? part::freed : part::forget);
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
