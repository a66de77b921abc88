package io.togglebolt.shell.internal;

import io.togglebolt.storage.ReaderInfo;
import io.togglebolt.storage.SpaceReport;
import io.togglebolt.storage.SpaceReport.Holder;
import io.togglebolt.storage.SpaceReport.LengthClass;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Where a database's pages are, in words. */
final class SpaceView {
  private static final String NOTHING = "-";
  private static final String NOT_KNOWN =
      "not known: the database is open for reading only, and its file has no list of them";

  static final Columns<Holder> READERS =
      Columns.<Holder>orElse("no open readers")
          .number("reader", holder -> holder.reader().id())
          .number("transaction", holder -> holder.reader().transaction())
          .number("age", holder -> Units.millis(holder.reader().ageMillis()))
          .text("overdue", holder -> holder.reader().overdue() ? "yes" : "")
          .number("pages held alone", holder -> known(holder.heldAlonePages()))
          .number("pages held", holder -> known(holder.heldPages()))
          .text(
              "opened",
              holder -> Units.time(holder.reader().openedWallMillis(), ZoneId.systemDefault()))
          .text("thread", holder -> holder.reader().thread())
          .text("label", holder -> holder.reader().label());

  private SpaceView() {}

  private static String known(long pages) {
    return pages == SpaceReport.UNKNOWN ? NOTHING : String.valueOf(pages);
  }

  /** A number of pages and their size. */
  static String pages(long pages, SpaceReport space) {
    return Units.count(pages, "page") + " (" + Units.bytes(pages * space.pageSizeBytes()) + ")";
  }

  /** A reader: its id, and what else tells it from others. */
  static String named(ReaderInfo reader) {
    return "reader "
        + reader.id()
        + (reader.label().isEmpty() ? "" : " (" + reader.label() + ")")
        + " at transaction "
        + reader.transaction()
        + ", open for "
        + Units.millis(reader.ageMillis());
  }

  /** All of it. */
  static String text(String database, SpaceReport space) {
    Details details =
        Details.none()
            .with("transaction", space.transaction())
            .with("file", Units.bytes(space.fileBytes()))
            .with("high-water page", space.highWaterPage())
            .with("live", live(space))
            .with("free", free(space))
            .with("pending", pages(space.pendingPages(), space))
            .with("releasable now", releasable(space))
            .with("freelist", pages(space.freelistPages(), space))
            .with("meta", pages(SpaceReport.META_PAGES, space))
            .with("open readers", space.readers().size());
    return readers(database, space, details).text() + fragmentation(space);
  }

  private static String live(SpaceReport space) {
    return space.livePages() == SpaceReport.UNKNOWN
        ? "not known, since the free pages are not"
        : pages(space.livePages(), space)
            + ", "
            + percent(space.liveShare() * space.fileBytes(), space.fileBytes())
            + " of the file";
  }

  private static String free(SpaceReport space) {
    if (space.freePages() == SpaceReport.UNKNOWN) {
      return NOT_KNOWN;
    }
    long runs = space.freeRuns().runs();
    return pages(space.freePages(), space)
        + (runs == 0
            ? ""
            : " in "
                + Units.count(runs, "run")
                + ", the longest of "
                + Units.count(space.freeRuns().longestPages(), "page"));
  }

  private static String releasable(SpaceReport space) {
    return pages(space.releasablePages(), space)
        + (space.releasablePages() == 0
            ? ""
            : " of the pending ones, which no open reader can see");
  }

  /** The oldest reader, and the one that alone holds back most if that is another. */
  private static Details readers(String database, SpaceReport space, Details details) {
    Optional<Holder> oldest = space.oldestReader();
    if (oldest.isEmpty()) {
      return details;
    }
    Holder first = oldest.get();
    Holder worst =
        space.readers().stream()
            .max(Comparator.comparingLong(Holder::heldAlonePages))
            .orElse(first);
    Details more = reader("oldest reader", database, space, first, details);
    return worst.heldAlonePages() > first.heldAlonePages()
        ? reader("holds most alone", database, space, worst, more)
        : more;
  }

  private static Details reader(
      String what, String database, SpaceReport space, Holder holder, Details details) {
    ReaderInfo reader = holder.reader();
    Details more =
        details
            .with(what, named(reader) + (reader.overdue() ? ", overdue" : ""))
            .with("  alone holds back", pages(holder.heldAlonePages(), space))
            .with("  holds back in all", pages(holder.heldPages(), space));
    if (!reader.thread().isEmpty()) {
      more = more.with("  opened by thread", reader.thread());
    }
    Optional<String> where = reader.openedAt().lines().findFirst();
    if (where.isPresent()) {
      more = more.with("  opened at", where.get());
    }
    return more.with("  to end it", "bolt:cancel " + reader.id() + " " + database);
  }

  private static String fragmentation(SpaceReport space) {
    if (space.freeRuns().lengths().isEmpty()) {
      return "";
    }
    Columns<LengthClass> columns =
        Columns.<LengthClass>orElse("no free runs")
            .number("pages in a run", SpaceView::range)
            .number("free runs", LengthClass::runs)
            .number("pages", LengthClass::pages)
            .number("share", each -> percent(each.pages(), space.freePages()));
    return "\n\n" + columns.table(space.freeRuns().lengths());
  }

  private static String range(LengthClass each) {
    return each.fromPages() == each.toPages()
        ? String.valueOf(each.fromPages())
        : each.fromPages() + " to " + each.toPages();
  }

  /** A share to one decimal, since a tenth of a per cent of a large file is much. */
  private static String percent(double part, double whole) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * part / whole);
  }
}
