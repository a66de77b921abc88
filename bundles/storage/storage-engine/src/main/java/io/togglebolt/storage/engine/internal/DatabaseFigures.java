package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.SpaceReport;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a database shows.
 *
 * @param pageSize size of a page, in bytes
 * @param fileBytes length of the file
 * @param highWater the first page that was never used
 * @param free pages that may be handed out, or {@link SpaceReport#UNKNOWN}
 * @param pending pages that were freed and not released since
 * @param openReaders how many readers are open
 * @param oldestReaderNanos for how long the oldest of them has been; 0 when there is none
 * @param space what is known of how the pages lie, or null
 */
record DatabaseFigures(
    int pageSize,
    long fileBytes,
    long highWater,
    long free,
    long pending,
    int openReaders,
    long oldestReaderNanos,
    @Nullable SpaceFigures space) {

  double freePages() {
    return free == SpaceReport.UNKNOWN ? Double.NaN : free;
  }

  double sizeBytes() {
    return (double) highWater * pageSize;
  }

  double inUseBytes() {
    return sizeBytes() - freePages() * pageSize;
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
