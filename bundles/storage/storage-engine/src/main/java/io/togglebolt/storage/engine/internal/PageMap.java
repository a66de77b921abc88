package io.togglebolt.storage.engine.internal;

/**
 * A map from page ids to numbers, in plain arrays: open addressing with linear probing, 24 to 48
 * bytes an entry and nothing boxed. It is cut into many small tables, each of which grows by
 * itself: so an entry never waits until a million others have been moved.
 *
 * <p>Not thread-safe.
 */
final class PageMap {
  private static final int TABLES = 256;
  private static final int SMALLEST = 8;

  private static final class Table {
    /** Page 0 holds a meta and has no entry, so 0 stands for a place that is empty. */
    private long[] pages = new long[SMALLEST];

    private long[] values = new long[SMALLEST];
    private int count;
  }

  private final Table[] tables = new Table[TABLES];
  private int size;

  PageMap() {
    for (int i = 0; i < TABLES; i++) {
      tables[i] = new Table();
    }
  }

  int size() {
    return size;
  }

  /** What a page leads to, or {@code otherwise} when it has no entry. */
  long get(long page, long otherwise) {
    long hash = hash(page);
    Table table = table(hash);
    int at = find(table, page, hash);
    return table.pages[at] == page ? table.values[at] : otherwise;
  }

  /**
   * Makes room for one more entry in the page's table, after which the next {@link #put} of that
   * page needs no memory.
   */
  void reserve(long page) {
    Table table = table(hash(page));
    // A third stays empty, so that probing ends soon.
    if ((table.count + 1) * 3L > table.pages.length * 2L) {
      grow(table);
    }
  }

  /**
   * Enters a page, or changes its entry. Needs no memory for one that has room by {@link #reserve}
   * or is there.
   */
  void put(long page, long value) {
    long hash = hash(page);
    Table table = table(hash);
    int at = find(table, page, hash);
    if (table.pages[at] != page) {
      reserve(page);
      at = find(table, page, hash);
      table.pages[at] = page;
      table.count++;
      size++;
    }
    table.values[at] = value;
  }

  /**
   * Takes a page's entry out; returns what it led to, or {@code otherwise} when there is none.
   * Needs no memory.
   */
  long remove(long page, long otherwise) {
    long hash = hash(page);
    Table table = table(hash);
    int at = find(table, page, hash);
    if (table.pages[at] != page) {
      return otherwise;
    }
    long value = table.values[at];
    closeGap(table, at);
    table.count--;
    size--;
    return value;
  }

  /** Moves those that probed past a place into it, so that no probe ends too early. */
  private static void closeGap(Table table, int removed) {
    int hole = removed;
    int mask = table.pages.length - 1;
    int at = hole;
    while (true) {
      at = (at + 1) & mask;
      long next = table.pages[at];
      if (next == 0) {
        break;
      }
      int home = (int) hash(next) & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        table.pages[hole] = next;
        table.values[hole] = table.values[at];
        hole = at;
      }
    }
    table.pages[hole] = 0;
  }

  private static void grow(Table table) {
    long[] pages = table.pages;
    long[] values = table.values;
    long[] morePages = new long[pages.length * 2];
    long[] moreValues = new long[pages.length * 2];
    table.pages = morePages;
    table.values = moreValues;
    for (int i = 0; i < pages.length; i++) {
      if (pages[i] != 0) {
        int at = find(table, pages[i], hash(pages[i]));
        morePages[at] = pages[i];
        moreValues[at] = values[i];
      }
    }
  }

  /** Where the page's entry is, or would be. */
  private static int find(Table table, long page, long hash) {
    long[] pages = table.pages;
    int mask = pages.length - 1;
    int at = (int) hash & mask;
    while (pages[at] != page && pages[at] != 0) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private Table table(long hash) {
    return tables[(int) (hash >>> (Long.SIZE - 8))];
  }

  /**
   * Fibonacci hashing: neighbours are spread over the tables by the upper bits, and within a table
   * by middle ones.
   */
  private static long hash(long page) {
    long product = page * 0x9E3779B97F4A7C15L;
    return product ^ (product >>> 32);
  }
}
