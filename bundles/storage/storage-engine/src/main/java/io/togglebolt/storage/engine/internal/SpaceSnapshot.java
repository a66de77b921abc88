package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.SpaceReport.FreeRuns;
import io.togglebolt.storage.SpaceReport.Holder;
import io.togglebolt.storage.spi.PendingRun;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SpaceReport} is counted from: taken at one boundary between two write transactions,
 * and counted without the lock.
 *
 * @param state the committed state
 * @param fileBytes length of the file
 * @param free the free pages, nobody else's to change; null when they are not known
 * @param pending all pending runs
 * @param freelistPages pages of the list in the file
 * @param readers the open readers, oldest first, listed later; empty where they were not
 * @param seen the transactions that are seen: at that boundary, or, where readers are listed,
 *     scanned after that
 */
record SpaceSnapshot(
    Meta state,
    long fileBytes,
    @Nullable FreePages free,
    Iterable<PendingRun> pending,
    long freelistPages,
    List<ReaderInfo> readers,
    long[] seen) {

  /** The same with those who read. */
  SpaceSnapshot seenBy(List<ReaderInfo> open, long[] scanned) {
    return new SpaceSnapshot(state, fileBytes, free, pending, freelistPages, open, scanned);
  }

  SpaceReport report() {
    long[] holding = holding();
    PageHolders holders = new PageHolders(holding);
    RunSet known = free == null ? null : free.all();
    long pendingPages = 0;
    for (PendingRun run : pending) {
      holders.count(run);
      pendingPages += run.pages();
    }
    return new SpaceReport(
        state.txid(),
        state.pageSize(),
        fileBytes,
        state.highWater(),
        livePages(known, pendingPages),
        known == null ? SpaceReport.UNKNOWN : known.pages(),
        pendingPages,
        holders.releasable(),
        freelistPages,
        holders(holding, holders),
        known == null ? FreeRuns.NONE : FreeRunClasses.of(known));
  }

  /** What can be told without looking at each reader: the transactions that are seen will do. */
  SpaceFigures figures() {
    PageHolders holders = new PageHolders(seen);
    long pendingPages = 0;
    for (PendingRun run : pending) {
      holders.count(run);
      pendingPages += run.pages();
    }
    RunSet known = free == null ? null : free.all();
    return new SpaceFigures(
        known == null ? SpaceReport.UNKNOWN : known.pages(),
        pendingPages,
        holders.releasable(),
        holders.heldByFirst(),
        known == null ? FreeRuns.NONE : FreeRunClasses.of(known));
  }

  private long livePages(@Nullable RunSet known, long pendingPages) {
    return known == null
        ? SpaceReport.UNKNOWN
        : state.highWater() - SpaceReport.META_PAGES - known.pages() - pendingPages - freelistPages;
  }

  /**
   * The transactions that are seen, one for each reader. Some may be seen by nobody who is listed:
   * by a reader that was just about to leave word of itself.
   */
  private long[] holding() {
    long[] listed = readers.stream().mapToLong(ReaderInfo::transaction).sorted().toArray();
    LongStream unlisted = Arrays.stream(seen).filter(txid -> Arrays.binarySearch(listed, txid) < 0);
    return LongStream.concat(Arrays.stream(listed), unlisted).sorted().toArray();
  }

  /** Two readers of one transaction see the same, and nothing alone: either's place will do. */
  private List<Holder> holders(long[] holding, PageHolders holders) {
    long[] held = holders.held();
    long[] alone = holders.heldAlone();
    return readers.stream()
        .map(
            reader -> {
              int place = Arrays.binarySearch(holding, reader.transaction());
              return new Holder(reader, held[place], alone[place]);
            })
        .toList();
  }
}
