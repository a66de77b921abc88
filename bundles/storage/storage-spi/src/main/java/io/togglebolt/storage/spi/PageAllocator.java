package io.togglebolt.storage.spi;

/**
 * The set of pages that may be handed out, arranged for finding runs. Called under the database's
 * writer lock only, except while it is being made, when one background thread has it alone.
 *
 * <p>An allocator knows nothing of transactions: where one fails, its owner frees again what it
 * took. What {@code allocate} answers is checked against the owner's own set of free pages; an
 * allocator that answers with a page that is not free, or throws, is replaced in the middle of the
 * transaction and not trusted again.
 */
public interface PageAllocator {

  /**
   * The answer of {@link #allocate} where no run is long enough: page 0 holds a meta and is never
   * free.
   */
  long NO_RUN = 0;

  /**
   * Takes a run of {@code pages} contiguous free pages out of the set.
   *
   * @param pages how many, at least 1
   * @return the run's first page id, or {@link #NO_RUN}, upon which the file grows
   */
  long allocate(int pages);

  /**
   * Puts a run into the set. Its pages are not in the set; it may touch runs that are, and they
   * then are one.
   */
  void free(long start, long pages);

  /**
   * Takes this very run out of the set: another allocator handed it out. All its pages are in the
   * set. Used while the allocator is being brought up to date.
   */
  void reserve(long start, long pages);

  /**
   * What the set holds, for comparison with the owner's. Asked at hand-over, under the writer lock:
   * keep it O(1).
   */
  PageSetDigest digest();
}
