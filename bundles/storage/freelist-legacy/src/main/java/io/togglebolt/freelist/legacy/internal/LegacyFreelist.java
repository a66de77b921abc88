package io.togglebolt.freelist.legacy.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The rule of the first bolt: at the start of a write transaction all pending runs are released
 * whose freeing transaction is below the one that the oldest open reader sees; without a reader,
 * all. It looks at the oldest reader only, so one long reader stops all reclaiming and the file
 * grows.
 */
final class LegacyFreelist implements FreelistPolicy {
  /** By freeing transaction, then by first page. */
  private final NavigableMap<Long, NavigableMap<Long, PendingRun>> pending = new TreeMap<>();

  private final PageSetDigest digest = new PageSetDigest();

  @Override
  public void freed(PendingRun run) {
    pending.computeIfAbsent(run.freedBy(), freeing -> new TreeMap<>()).put(run.start(), run);
    digest.add(run.start(), run.pages());
  }

  @Override
  public void forget(PendingRun run) {
    NavigableMap<Long, PendingRun> together = pending.get(run.freedBy());
    if (together == null || !together.remove(run.start(), run)) {
      throw new IllegalArgumentException(run + " cannot be forgotten: it is not pending");
    }
    if (together.isEmpty()) {
      pending.remove(run.freedBy());
    }
    digest.remove(run.start(), run.pages());
  }

  @Override
  public void release(long[] readers, Releases releases) {
    NavigableMap<Long, NavigableMap<Long, PendingRun>> releasable =
        readers.length == 0 ? pending : pending.headMap(readers[0], false);
    for (NavigableMap<Long, PendingRun> together : releasable.values()) {
      for (PendingRun run : together.values()) {
        digest.remove(run.start(), run.pages());
        releases.release(run);
      }
    }
    releasable.clear();
  }

  @Override
  public PageSetDigest digest() {
    return digest.copy();
  }
}
