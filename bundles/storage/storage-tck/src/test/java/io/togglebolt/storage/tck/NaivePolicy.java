package io.togglebolt.storage.tck;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.tck.ContractsCatchFaultsTest.PolicyFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Releases what no reader can see, by trying each run with each reader; with a fault on request.
 */
final class NaivePolicy implements FreelistPolicy {
  private final PolicyFault fault;
  private final List<PendingRun> pending = new ArrayList<>();
  private final Set<Long> readersEverSeen = new TreeSet<>();

  NaivePolicy(PolicyFault fault) {
    this.fault = fault;
  }

  @Override
  public void freed(PendingRun run) {
    pending.add(run);
  }

  @Override
  public void forget(PendingRun run) {
    if (fault != PolicyFault.IGNORES_FORGETTING) {
      pending.remove(run);
    }
  }

  @Override
  public void release(long[] readers, Releases releases) {
    for (long reader : readers) {
      readersEverSeen.add(reader);
    }
    for (PendingRun run : List.copyOf(pending)) {
      if (releasable(run, readers)) {
        releases.release(run);
        if (fault != PolicyFault.RELEASES_TWICE) {
          pending.remove(run);
        }
      }
    }
  }

  private boolean releasable(PendingRun run, long[] readers) {
    return switch (fault) {
      case NEVER_RELEASES -> false;
      case RELEASES_WHAT_READERS_SEE -> true;
      case FORGETS_THE_SECOND_READER -> Arrays.stream(readers).limit(1).noneMatch(run::visibleTo);
      case REMEMBERS_OLD_READERS ->
          readers.length == 0 || readersEverSeen.stream().noneMatch(run::visibleTo);
      case NONE, RELEASES_TWICE, IGNORES_FORGETTING, FORGETS_ITS_DIGEST ->
          Arrays.stream(readers).noneMatch(run::visibleTo);
    };
  }

  @Override
  public PageSetDigest digest() {
    PageSetDigest digest = new PageSetDigest();
    if (fault != PolicyFault.FORGETS_ITS_DIGEST) {
      pending.forEach(run -> digest.add(run.start(), run.pages()));
    }
    return digest;
  }
}
