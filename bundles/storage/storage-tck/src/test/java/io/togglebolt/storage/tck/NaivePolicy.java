package io.togglebolt.storage.tck;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import io.togglebolt.storage.spi.PendingRun.Kind;
import io.togglebolt.storage.spi.PendingRun.Origin;
import io.togglebolt.storage.tck.ContractsCatchFaultsTest.PolicyFault;
import io.togglebolt.storage.tck.ContractsCatchFaultsTest.Surplus;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Releases what no reader can see, by trying each run with each reader; with a fault on request, or
 * holding more than need be.
 */
final class NaivePolicy implements FreelistPolicy {
  private final PolicyFault fault;
  private final Surplus surplus;
  private final Set<PendingRun> pending = new LinkedHashSet<>();
  private final Set<Long> readersEverSeen = new TreeSet<>();

  NaivePolicy(PolicyFault fault, Surplus surplus) {
    this.fault = fault;
    this.surplus = surplus;
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
          Arrays.stream(readers).noneMatch(run::visibleTo) && !heldInVain(run, readers);
    };
  }

  /** Whether the policy keeps a run that no reader sees until there is no reader at all. */
  private boolean heldInVain(PendingRun run, long[] readers) {
    return readers.length > 0
        && switch (surplus) {
          case NONE -> false;
          case ONE_RUN -> run.kind() == Kind.FREELIST && run.freedBy() == 100;
          case FREED_BY_A_READERS_TRANSACTION ->
              Arrays.stream(readers).anyMatch(reader -> reader == run.freedBy());
          case TAKEN_AT_THE_FILES_END -> run.origin() == Origin.FILE_END && run.kind() == Kind.TREE;
          case PARTS_OF_RUNS -> run.offset() > 0;
          case FREELIST_PAGES -> run.kind() == Kind.FREELIST;
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
