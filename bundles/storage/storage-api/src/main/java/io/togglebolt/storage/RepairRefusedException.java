package io.togglebolt.storage;

import java.util.Arrays;
import java.util.List;

/** A repair was refused, because it would harm or could not be right. Nothing was changed. */
public final class RepairRefusedException extends StorageException {
  private static final long serialVersionUID = 1;

  private final long pageCount;
  private final long[] pages;

  /**
   * With a message that says why, and the pages that stand in the way.
   *
   * @param pageCount how many pages there are
   * @param pages the first of them
   */
  public RepairRefusedException(String message, long pageCount, List<Long> pages) {
    super(message);
    this.pageCount = pageCount;
    this.pages = pages.stream().mapToLong(Long::longValue).toArray();
  }

  /** How many pages stand in the way. */
  public long pageCount() {
    return pageCount;
  }

  /** The first of those pages, at most {@link RepairReport#MAX_LISTED}. */
  public List<Long> pages() {
    return Arrays.stream(pages).boxed().toList();
  }
}
