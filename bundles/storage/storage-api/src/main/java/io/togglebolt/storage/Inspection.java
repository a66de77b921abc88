package io.togglebolt.storage;

import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A look at the pages of one committed state. Holds a reader open until it is closed. Damage is
 * reported, never thrown. Used by one thread at a time.
 */
@ProviderType
public interface Inspection extends AutoCloseable {

  /** Both metas, first meta 0. */
  List<MetaInfo> metas();

  /**
   * Checks everything: every page below the high-water mark in exactly one place (meta, freelist,
   * free or pending, reachable), page ids and types, key order within and between pages,
   * separators, bucket headers.
   *
   * @return the problems, each naming a page; empty when the file is sound
   */
  List<Problem> check();

  /**
   * All pages below the high-water mark, one entry for each run, ascending. A page that is referred
   * to but damaged is left out, since nobody knows how long its run is.
   */
  void pages(Consumer<PageInfo> each);

  /**
   * One page, with its elements described in words. @throws IllegalArgumentException when there is
   * no such page
   */
  PageDetail page(long id);

  @Override
  void close();

  /**
   * A meta page.
   *
   * @param page 0 or 1
   * @param problem why it is not valid, or empty
   * @param pageSizeBytes its page size
   * @param rootPage the root bucket's page
   * @param sequence the root bucket's sequence
   * @param freelistPage the freelist's page, or -1 when it is not persisted
   * @param highWaterPage the first page that was never used
   * @param transaction the transaction that wrote it
   * @param checksum its checksum
   */
  record MetaInfo(
      long page,
      String problem,
      int pageSizeBytes,
      long rootPage,
      long sequence,
      long freelistPage,
      long highWaterPage,
      long transaction,
      long checksum) {}

  /**
   * Something wrong.
   *
   * @param page the page it was found at
   * @param message what was found and what was expected
   */
  record Problem(long page, String message) {}

  /** What a page is used for. */
  enum Use {
    /** One of the two metas. */
    META,
    /** The persisted freelist. */
    FREELIST,
    /** A branch page that can be reached from the root. */
    BRANCH,
    /** A leaf page that can be reached from the root. */
    LEAF,
    /**
     * Free: the next transaction may take it. A database that is open for reading only cannot tell
     * it from a pending one, since a file lists both as free.
     */
    FREE,
    /** Freed, and held back for readers that may still see it. */
    PENDING,
    /** In no place: lost. */
    LOST
  }

  /**
   * A page run.
   *
   * @param id its first page
   * @param use what it is used for
   * @param pages how many pages: 1 and its overflow
   * @param elements how many elements it holds; for the freelist, ids
   * @param usedBytes bytes in use, header included
   */
  record PageInfo(long id, Use use, long pages, long elements, long usedBytes) {}

  /**
   * One page in detail.
   *
   * @param info the page
   * @param lines its elements, one line each
   */
  record PageDetail(PageInfo info, List<String> lines) {}
}
