package io.togglebolt.shell.internal;

import io.togglebolt.storage.Inspection.Use;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A file as a grid.
 *
 * @param path the file
 * @param pageSizeBytes its page size
 * @param pages how many pages it has
 * @param pagesPerCell how many pages stand behind a character
 * @param pendingKnown whether pending pages are told apart from free ones
 * @param kinds how many pages of each kind there are
 * @param rows the grid, top to bottom
 * @param tookNanos how long the look took
 * @param coloured whether it is shown with the colours of a terminal
 */
record PageMap(
    Path path,
    int pageSizeBytes,
    long pages,
    long pagesPerCell,
    boolean pendingKnown,
    List<Kind> kinds,
    List<Row> rows,
    long tookNanos,
    boolean coloured) {

  /**
   * The pages of one kind.
   *
   * @param use what they are used for
   * @param pages how many there are
   */
  record Kind(Use use, long pages) {}

  /**
   * A row of the grid.
   *
   * @param firstPage the page that it begins with
   * @param cells a character a cell
   */
  record Row(long firstPage, String cells) {}

  /** So many lines stand around the grid, at most. */
  static final int LINES_AROUND = 13;

  /**
   * The kinds of a grid, as they are listed: all that can be told, whether there are any or not.
   */
  static List<Kind> kinds(PageGrid grid, boolean pendingKnown) {
    var totals = grid.totals();
    return Arrays.stream(PageMark.values())
        .map(mark -> new Kind(mark.use(), totals.getOrDefault(mark.use(), 0L)))
        .filter(kind -> kind.pages() > 0 || kind.use() != Use.LOST)
        .filter(kind -> kind.pages() > 0 || kind.use() != Use.PENDING || pendingKnown)
        .toList();
  }

  /** As lines: the grid with its legend. */
  String text() {
    String head =
        path
            + ": "
            + Units.count(pages, "page")
            + " of "
            + Units.bytes(pageSizeBytes)
            + ", "
            + (pagesPerCell == 1 ? "one" : pagesPerCell)
            + " to a cell, looked at in "
            + Units.nanos(tookNanos);
    return head + "\n" + grid() + "\n\n" + legend() + "\n" + note();
  }

  private String grid() {
    int width = Long.toString(rows.isEmpty() ? 0 : rows.getLast().firstPage()).length();
    return String.join(
        "\n",
        rows.stream()
            .map(row -> ("%" + width + "d  ").formatted(row.firstPage()) + marks(row.cells()))
            .toList());
  }

  private String marks(String cells) {
    return coloured ? PageMark.coloured(cells) : cells;
  }

  private String legend() {
    List<String> lines =
        Columns.<Kind>orElse("")
            .text(" ", kind -> String.valueOf(PageMark.of(kind.use()).whole()))
            .text("kind", this::label)
            .number("pages", Kind::pages)
            .number("share", this::share)
            .number("size", kind -> Units.bytes(kind.pages() * pageSizeBytes))
            .table(kinds)
            .lines()
            .toList();
    // Colours take no room, so they are put in when all columns are as wide as they need to be.
    return String.join(
        "\n",
        lines.stream()
            .map(
                line ->
                    lines.indexOf(line) == 0
                        ? line
                        : marks(line.substring(0, 1)) + line.substring(1))
            .toList());
  }

  private String label(Kind kind) {
    String label = PageMark.of(kind.use()).label();
    return kind.use() == Use.FREE && !pendingKnown ? "free or pending" : label;
  }

  private String share(Kind kind) {
    return pages == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", kind.pages() * 100.0 / pages);
  }

  private String note() {
    return pagesPerCell == 1
        ? "a cell is a page"
        : "a cell shows what most of its pages are, in lower case (free: a colon)\n"
            + "where there are others among them; lost pages are always shown";
  }
}
