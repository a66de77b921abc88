package io.togglebolt.storage.spi;

/**
 * A run of contiguous pages that a committed transaction freed and that an open reader may still
 * see: one entry of the database's ledger.
 *
 * <p>A tree page allocated by a and freed by f is visible to a reader at t if and only if a <= t <
 * f. Pages of other kinds are visible to no reader.
 *
 * @param start the first page's id
 * @param pages how many pages
 * @param allocatedBy the transaction that allocated the run, or {@link #UNKNOWN}: it was allocated
 *     before the file was opened, or before every reader that has been open since
 * @param origin where the run was taken from
 * @param offset the distance from the first page of the allocation that it was part of; 0 for a
 *     whole allocation or its head
 * @param kind what the pages held
 * @param freedBy the transaction that freed the run
 */
public record PendingRun(
    long start, int pages, long allocatedBy, Origin origin, int offset, Kind kind, long freedBy) {

  /**
   * The allocating transaction where it is not known. No transaction has this id in a file that has
   * been written to.
   */
  public static final long UNKNOWN = 0;

  /** Where an allocation was taken from. */
  public enum Origin {
    /** From the set of free pages. */
    FREELIST,
    /** By growing the file. */
    FILE_END,
    /** Not known: allocated before the file was opened, or too long ago to matter. */
    UNKNOWN
  }

  /** What pages hold, as far as visibility goes. */
  public enum Kind {
    /** Branch and leaf pages, which readers see. */
    TREE,
    /** Pages of the persisted freelist, which no reader looks at. */
    FREELIST
  }

  /** Checks the ranges. */
  public PendingRun {
    if (start < 2
        || pages < 1
        || freedBy < 1
        || allocatedBy < 0
        || allocatedBy > freedBy
        || offset < 0) {
      throw new IllegalArgumentException(
          "pending run "
              + start
              + "+"
              + pages
              + " allocated by "
              + allocatedBy
              + " freed by "
              + freedBy
              + " is impossible");
    }
  }

  /** Whether a reader at transaction {@code reader} may see these pages. */
  public boolean visibleTo(long reader) {
    return kind == Kind.TREE && allocatedBy <= reader && reader < freedBy;
  }
}
