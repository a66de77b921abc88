package io.togglebolt.storage;

import java.util.List;
import java.util.Optional;

/**
 * Where the pages of a database are at one moment between two write transactions, and who keeps
 * them there. A page below the high-water mark is live, free, pending, of the freelist, or one of
 * the {@link #META_PAGES} metas.
 *
 * @param transaction the last committed transaction
 * @param pageSizeBytes size of a page
 * @param fileBytes length of the file, which may be longer than what was ever used of it
 * @param highWaterPage the first page that was never used
 * @param livePages pages of the last committed state's tree, or {@link #UNKNOWN}
 * @param freePages pages that may be handed out, or {@link #UNKNOWN}
 * @param pendingPages pages that were freed and not released since
 * @param releasablePages those of the pending pages that no open reader can see: what the next
 *     write transaction could release, whether or not the serving policy does
 * @param freelistPages pages that hold the list of free pages in the file
 * @param readers the open readers, oldest first
 * @param freeRuns how the free pages lie
 */
public record SpaceReport(
    long transaction,
    int pageSizeBytes,
    long fileBytes,
    long highWaterPage,
    long livePages,
    long freePages,
    long pendingPages,
    long releasablePages,
    long freelistPages,
    List<Holder> readers,
    FreeRuns freeRuns) {

  /** How many pages hold a meta. */
  public static final long META_PAGES = 2;

  /**
   * What cannot be told without reading all of the file: which pages are free in a database that is
   * open for reading only, and whose file has no sound list of them.
   */
  public static final long UNKNOWN = -1;

  /** Keeps copies. */
  public SpaceReport {
    readers = List.copyOf(readers);
  }

  /** The open reader that was opened first. */
  public Optional<Holder> oldestReader() {
    return readers.stream().findFirst();
  }

  /** The share of the file that live pages take, from 0 to 1; not a number where it is unknown. */
  public double liveShare() {
    return livePages == UNKNOWN || fileBytes == 0
        ? Double.NaN
        : (double) livePages * pageSizeBytes / fileBytes;
  }

  /**
   * An open reader and the pending pages that it can see.
   *
   * @param reader the reader
   * @param heldPages pending pages that it can see
   * @param heldAlonePages those of them that no other open reader can see: they could be released
   *     if this reader ended
   */
  public record Holder(ReaderInfo reader, long heldPages, long heldAlonePages) {}

  /**
   * How free pages lie: which allocations find room without growing the file.
   *
   * @param runs how many runs of contiguous free pages there are
   * @param longestPages the length of the longest
   * @param lengths the runs by their length, in classes of 1, 2, 3 to 4, 5 to 8 pages and so on;
   *     only classes that have a run
   */
  public record FreeRuns(long runs, long longestPages, List<LengthClass> lengths) {
    /** No runs, or none that are known. */
    public static final FreeRuns NONE = new FreeRuns(0, 0, List.of());

    /** Keeps copies. */
    public FreeRuns {
      lengths = List.copyOf(lengths);
    }
  }

  /**
   * The free runs of similar length.
   *
   * @param fromPages the least length
   * @param toPages the greatest length
   * @param runs how many runs there are
   * @param pages the pages in them
   */
  public record LengthClass(long fromPages, long toPages, long runs, long pages) {}
}
