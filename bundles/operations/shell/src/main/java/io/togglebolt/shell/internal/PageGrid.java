package io.togglebolt.shell.internal;

import io.togglebolt.storage.Inspection.PageInfo;
import io.togglebolt.storage.Inspection.Use;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the pages of a file in a grid of bounded size, a cell a group of neighbouring pages. It
 * begins with one page a cell; when the file turns out to be longer, neighbouring cells are put
 * together and each holds twice as many. So its memory is the same for five pages and for ten
 * million, and it need not know beforehand how many there are.
 */
final class PageGrid {
  /** Columns come in such steps, so that rows begin at numbers that people can follow. */
  static final int COLUMN_STEP = 8;

  private static final Use[] USES = Use.values();

  private final int columns;
  private final int cells;

  /** For each cell, how many pages of each use it holds. */
  private final long[] counts;

  private long pagesPerCell = 1;
  private long end;

  /**
   * An empty grid.
   *
   * @param width how many columns there is room for; it takes at least 8
   * @param rows the most rows, at least 1
   */
  PageGrid(int width, int rows) {
    columns = Math.max(COLUMN_STEP, width / COLUMN_STEP * COLUMN_STEP);
    cells = columns * rows;
    counts = new long[cells * USES.length];
  }

  /** A run of pages. They come in ascending order and do not overlap; what is left out is lost. */
  void add(PageInfo run) {
    long from = Math.max(end, run.id());
    fill(end, from, Use.LOST);
    fill(from, run.id() + run.pages(), run.use());
  }

  private void fill(long from, long to, Use use) {
    while (to > pagesPerCell * cells) {
      putCellsTogether();
    }
    long page = from;
    while (page < to) {
      long cell = page / pagesPerCell;
      long next = Math.min(to, (cell + 1) * pagesPerCell);
      counts[at((int) cell, use)] += next - page;
      page = next;
    }
    end = Math.max(end, to);
  }

  private void putCellsTogether() {
    for (int cell = 0; cell < cells; cell++) {
      for (Use use : USES) {
        int left = at(2 * cell, use);
        counts[at(cell, use)] =
            left < counts.length ? counts[left] + counts[left + USES.length] : 0;
      }
    }
    pagesPerCell *= 2;
  }

  private static int at(int cell, Use use) {
    return cell * USES.length + use.ordinal();
  }

  /** How many pages a cell holds; the last one may hold fewer. */
  long pagesPerCell() {
    return pagesPerCell;
  }

  /** How many pages there are. */
  long pages() {
    return end;
  }

  /** How many pages of each use there are; uses that do not occur are left out. */
  Map<Use, Long> totals() {
    Map<Use, Long> totals = new EnumMap<>(Use.class);
    for (int cell = 0; cell < cells; cell++) {
      for (Use use : USES) {
        long pages = counts[at(cell, use)];
        if (pages > 0) {
          totals.merge(use, pages, Long::sum);
        }
      }
    }
    return totals;
  }

  /** The rows, a character a cell; see {@link PageMark}. */
  List<PageMap.Row> rows() {
    List<PageMap.Row> rows = new ArrayList<>();
    long used = (end + pagesPerCell - 1) / pagesPerCell;
    for (int first = 0; first < used; first += columns) {
      StringBuilder marks = new StringBuilder();
      for (int cell = first; cell < Math.min(used, first + columns); cell++) {
        int at = cell;
        marks.append(PageMark.ofCell(use -> counts[at(at, use)]));
      }
      rows.add(new PageMap.Row(first * pagesPerCell, marks.toString()));
    }
    return rows;
  }
}
