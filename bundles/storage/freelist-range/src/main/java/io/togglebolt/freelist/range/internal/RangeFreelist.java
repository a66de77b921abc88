package io.togglebolt.freelist.range.internal;

import io.togglebolt.storage.spi.FreelistPolicy;
import io.togglebolt.storage.spi.PageSetDigest;
import io.togglebolt.storage.spi.PendingRun;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The range rule of bbolt. At the start of a write transaction it releases
 *
 * <ol>
 *   <li>everything freed below the oldest open reader, as the legacy rule does, and
 *   <li>for each gap between neighbouring readers p and r, what was both allocated and freed by
 *       transactions from p + 1 to r - 1, and what was both allocated and freed after the last one.
 * </ol>
 *
 * <p>It is kept as bbolt has it, including what it does not know although the ledger does: bbolt
 * remembers an allocation only if it was taken from the free pages, and only under its first page.
 * Whatever was taken by growing the file, or is another part of an allocation, counts as allocated
 * by an unknown transaction, and so is released by the first clause only. What an unknown freelist
 * page counts as is configured: see {@link FreelistPagesClaim}.
 *
 * <p><b>Forgotten allocations.</b> The ledger forgets which transaction allocated a run once no
 * open reader is older than that, whereas bbolt remembers it for as long as the run lives. This
 * cannot change what is released. Say a allocated the run and no open reader sees a transaction
 * below a. A reader that opens later sees the last committed transaction, which is a or above it;
 * so there never again is a reader below a while the run lives. The second clause asks for a gap
 * that begins at p + 1 &lt;= a, where p is an open reader, and there is no such p: only the first
 * clause can release the run, and it does not ask who allocated it. The one exception is the claim,
 * which would put a transaction nearer to the freeing one in the place of a forgotten one; hence
 * the ledger keeps the allocation of the live freelist page.
 */
final class RangeFreelist implements FreelistPolicy {

  /** What one transaction freed and is still pending. */
  private static final class FreedTogether {
    /** By first page. */
    private final NavigableMap<Long, PendingRun> runs = new TreeMap<>();

    /**
     * The beginning of the last gap that these runs were looked at for. A run is freed inside the
     * gap and not before it was allocated, so the beginning alone decides, and the same one need
     * not be tried twice.
     */
    private long lastReleaseBegin = NEVER;
  }

  /** A gap begins after a reader, hence at 1 or above. */
  private static final long NEVER = 0;

  private final FreelistPagesClaim claim;
  private final NavigableMap<Long, FreedTogether> pendingByFreeing = new TreeMap<>();
  private final PageSetDigest digest = new PageSetDigest();

  RangeFreelist(FreelistPagesClaim claim) {
    this.claim = claim;
  }

  @Override
  public void freed(PendingRun run) {
    FreedTogether freed =
        pendingByFreeing.computeIfAbsent(run.freedBy(), freeing -> new FreedTogether());
    freed.runs.put(run.start(), run);
    freed.lastReleaseBegin = NEVER;
    digest.add(run.start(), run.pages());
  }

  @Override
  public void forget(PendingRun run) {
    FreedTogether freed = pendingByFreeing.get(run.freedBy());
    if (freed == null || !freed.runs.remove(run.start(), run)) {
      throw new IllegalArgumentException(run + " cannot be forgotten: it is not pending");
    }
    if (freed.runs.isEmpty()) {
      pendingByFreeing.remove(run.freedBy());
    }
    digest.remove(run.start(), run.pages());
  }

  @Override
  public void release(long[] readers, Releases releases) {
    releaseUpTo(readers.length == 0 ? Long.MAX_VALUE : readers[0] - 1, releases);
    for (int i = 0; i < readers.length; i++) {
      long end = i + 1 < readers.length ? readers[i + 1] - 1 : Long.MAX_VALUE;
      releaseRange(readers[i] + 1, end, releases);
    }
  }

  private void releaseUpTo(long last, Releases releases) {
    NavigableMap<Long, FreedTogether> releasable = pendingByFreeing.headMap(last, true);
    for (FreedTogether freed : releasable.values()) {
      for (PendingRun run : freed.runs.values()) {
        release(run, releases);
      }
    }
    releasable.clear();
  }

  /** Releases what was allocated and freed by transactions from {@code begin} to {@code end}. */
  private void releaseRange(long begin, long end, Releases releases) {
    if (begin > end) {
      return;
    }
    Iterator<FreedTogether> inside =
        pendingByFreeing.subMap(begin, true, end, true).values().iterator();
    while (inside.hasNext()) {
      FreedTogether freed = inside.next();
      if (freed.lastReleaseBegin == begin) {
        continue;
      }
      freed.lastReleaseBegin = begin;
      releaseAllocatedSince(begin, freed, releases);
      if (freed.runs.isEmpty()) {
        inside.remove();
      }
    }
  }

  private void releaseAllocatedSince(long begin, FreedTogether freed, Releases releases) {
    Iterator<PendingRun> runs = freed.runs.values().iterator();
    while (runs.hasNext()) {
      PendingRun run = runs.next();
      if (allocatorOf(run) >= begin) {
        runs.remove();
        release(run, releases);
      }
    }
  }

  /** Who allocated the run, as far as the rule knows or claims; 0 stands for unknown. */
  private long allocatorOf(PendingRun run) {
    if (run.origin() == PendingRun.Origin.FREELIST
        && run.offset() == 0
        && run.allocatedBy() != PendingRun.UNKNOWN) {
      return run.allocatedBy();
    }
    return switch (run.kind()) {
      case TREE -> PendingRun.UNKNOWN;
      case FREELIST -> claim.allocatorOf(run.freedBy());
    };
  }

  private void release(PendingRun run, Releases releases) {
    digest.remove(run.start(), run.pages());
    releases.release(run);
  }

  @Override
  public PageSetDigest digest() {
    return digest.copy();
  }
}
