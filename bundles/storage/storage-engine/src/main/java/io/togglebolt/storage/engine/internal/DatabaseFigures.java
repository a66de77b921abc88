package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.SpaceReport;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a database shows.
 *
 * @param pageSize size of a page, in bytes
 * @param fileBytes length of the file
 * @param highWater the first page that was never used
 * @param freeNow pages that may be handed out, or {@link SpaceReport#UNKNOWN}
 * @param pendingNow pages that were freed and not released since
 * @param openReaders how many readers are open
 * @param oldestReaderNanos for how long the oldest of them has been; 0 when there is none
 * @param space where the pages were when that was last looked at, or null
 */
record DatabaseFigures(
    int pageSize,
    long fileBytes,
    long highWater,
    long freeNow,
    long pendingNow,
    int openReaders,
    long oldestReaderNanos,
    @Nullable SpaceFigures space) {

  /** Of the same moment as all else that is told of free and pending pages. */
  double freePages() {
    return orNaN(space == null ? freeNow : space.freePages());
  }

  /** Likewise. */
  double pendingPages() {
    return space == null ? pendingNow : space.pendingPages();
  }

  private static double orNaN(long pages) {
    return pages == SpaceReport.UNKNOWN ? Double.NaN : pages;
  }

  double sizeBytes() {
    return (double) highWater * pageSize;
  }

  /** Of the same moment as the size. */
  double inUseBytes() {
    return sizeBytes() - orNaN(freeNow) * pageSize;
  }

  double releasablePages() {
    return space == null ? Double.NaN : space.releasablePages();
  }

  double heldPages() {
    return space == null ? Double.NaN : space.heldPages();
  }

  private boolean runsAreKnown() {
    return space != null && space.freePages() != SpaceReport.UNKNOWN;
  }

  double longestRunPages() {
    return space != null && runsAreKnown() ? space.freeRuns().longestPages() : Double.NaN;
  }

  /** How many free runs are of a length in that class; 0 where there is none just now. */
  double runs(long fromPages, long toPages) {
    if (space == null || !runsAreKnown()) {
      return Double.NaN;
    }
    return space.freeRuns().lengths().stream()
        .filter(each -> each.fromPages() >= fromPages && each.toPages() <= toPages)
        .mapToLong(SpaceReport.LengthClass::runs)
        .sum();
  }
}
