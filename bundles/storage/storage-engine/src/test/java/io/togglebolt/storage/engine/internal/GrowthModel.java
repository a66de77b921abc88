package io.togglebolt.storage.engine.internal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.togglebolt.storage.DatabaseStats;
import java.util.TreeMap;

/**
 * How large a file may be under any policy that ever served, told from its commits. The worst of
 * them is the legacy rule: what a transaction freed is pending for as long as a reader below it is
 * open. So
 *
 * <ul>
 *   <li>after each commit no more may be pending than the legacy rule would hold with the readers
 *       that were open, and
 *   <li>the file's end is at most where the commit that needed most would have put it: all pages
 *       live and, by that rule, pending after it; or, since a commit moves the end for the sake of
 *       long runs while less than a quarter of the file is unused, four thirds of what is used; and
 *       in either case the pages that this commit took.
 * </ul>
 *
 * <p>Holds where each node fits in a page, and where the list of free pages is not written by
 * commits: what needs several neighbouring pages may find none among those that are free.
 */
final class GrowthModel {
  private final TreeMap<Long, Long> freedBy = new TreeMap<>();

  /** The sum of what they freed. */
  private long pending;

  private long explainedPages;

  /**
   * A commit.
   *
   * @param before the figures when it began
   * @param allocated how many pages it took
   * @param after the figures when it had ended
   * @param oldestReader no reader that was open when it began sees an older transaction
   */
  void committed(DatabaseStats before, long allocated, DatabaseStats after, long oldestReader) {
    long grown = after.highWaterPage() - before.highWaterPage();
    long freed = unused(after) - unused(before) + allocated - grown;
    freedBy.put(after.transaction(), freed);
    pending += freed;
    while (!freedBy.isEmpty() && freedBy.firstKey() < oldestReader) {
      pending -= freedBy.pollFirstEntry().getValue();
    }
    assertTrue(
        after.pendingPages() <= pending,
        () -> after.pendingPages() + " pages are pending, the worst policy holds " + pending);
    long live = after.highWaterPage() - unused(after);
    long needed = Math.max(live + pending, (live + freed) * 4 / 3);
    explainedPages = Math.max(explainedPages, needed + allocated);
    long explained = Math.max(explainedPages, before.highWaterPage());
    assertTrue(
        grown == 0 || after.highWaterPage() <= explained,
        () -> "the file ends at page " + after.highWaterPage() + ", explained are " + explained);
  }

  private static long unused(DatabaseStats stats) {
    return stats.freePages() + stats.pendingPages();
  }
}
