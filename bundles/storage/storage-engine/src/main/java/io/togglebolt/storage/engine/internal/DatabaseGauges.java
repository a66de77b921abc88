package io.togglebolt.storage.engine.internal;

import io.togglebolt.metrics.Metrics;

/**
 * The gauges of a database: all of one look. The sizes in bytes are those of now, and fit together.
 * All that is told of free and pending pages is of one boundary between two write transactions, the
 * last that could be looked at, and fits together too.
 */
final class DatabaseGauges {
  /**
   * Free runs up to this length have a class of their own for each power of two; longer ones share
   * the last.
   */
  private static final long LONGEST_CLASS = 1 << 16;

  /** Ends what is said of each that is counted. */
  private static final String AS_OF =
      "; as of the last look at a boundary between two write transactions.";

  private DatabaseGauges() {}

  static void register(Metrics.Readings<DatabaseFigures> readings) {
    sizes(readings);
    pages(readings);
    runs(readings);
    readers(readings);
  }

  private static void sizes(Metrics.Readings<DatabaseFigures> readings) {
    readings
        .gauge(
            "etcd_mvcc_db_total_size_in_bytes",
            "Size up to the last page that was ever used; the file may be longer.",
            DatabaseFigures::sizeBytes)
        .gauge(
            "etcd_mvcc_db_total_size_in_use_in_bytes",
            "The part of that size whose pages are not free; pending ones count as used.",
            DatabaseFigures::inUseBytes)
        .gauge(
            "togglebolt_database_file_size_bytes",
            "Length of the file.",
            DatabaseFigures::fileBytes)
        .gauge("togglebolt_database_page_size_bytes", "Size of a page.", DatabaseFigures::pageSize);
  }

  private static void pages(Metrics.Readings<DatabaseFigures> readings) {
    readings
        .gauge(
            "togglebolt_freelist_free_pages",
            "Pages that may be handed out" + AS_OF,
            DatabaseFigures::freePages)
        .gauge(
            "togglebolt_freelist_pending_pages",
            "Pages that were freed and are not released yet" + AS_OF,
            DatabaseFigures::pendingPages)
        .gauge(
            "togglebolt_freelist_releasable_pages",
            "Pending pages that no reader could see" + AS_OF,
            DatabaseFigures::releasablePages)
        .gauge(
            "togglebolt_freelist_held_by_oldest_reader_pages",
            "Pending pages that the reader of the oldest state could see" + AS_OF,
            DatabaseFigures::heldPages);
  }

  /** All classes are always there, with 0 where they have no run, so that charts have no gaps. */
  private static void runs(Metrics.Readings<DatabaseFigures> readings) {
    long from = 1;
    for (long to = 1; to <= LONGEST_CLASS; to *= 2) {
      runs(readings, from, to, from == to ? "" + from : from + "-" + to);
      from = to + 1;
    }
    runs(readings, from, Long.MAX_VALUE, from + "+");
    readings.gauge(
        "togglebolt_allocator_longest_free_run_pages",
        "Length of the longest run of free pages; 0 when none is free" + AS_OF,
        DatabaseFigures::longestRunPages);
  }

  private static void runs(
      Metrics.Readings<DatabaseFigures> readings, long from, long to, String pages) {
    readings.gauge(
        "togglebolt_allocator_free_runs",
        "Runs of contiguous free pages, by their length in pages" + AS_OF,
        figures -> figures.runs(from, to),
        "pages",
        pages);
  }

  private static void readers(Metrics.Readings<DatabaseFigures> readings) {
    readings
        .gauge(
            "etcd_mvcc_db_open_read_transactions",
            "Read transactions that are open.",
            DatabaseFigures::openReaders)
        .gauge(
            "togglebolt_readers_oldest_age_seconds",
            "For how long the oldest read transaction has been open; 0 when none is.",
            figures -> figures.oldestReaderNanos() / 1e9);
  }
}
