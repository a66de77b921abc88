package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.Inspection;
import io.togglebolt.storage.Inspection.MetaInfo;
import io.togglebolt.storage.Inspection.PageInfo;
import java.util.ArrayList;
import java.util.List;

/** A page's elements in words, one line each. */
final class PageDescription {
  private final Pages pages;
  private final Inspection inspection;

  PageDescription(Pages pages, Inspection inspection) {
    this.pages = pages;
    this.inspection = inspection;
  }

  List<String> lines(PageInfo info) {
    return switch (info.use()) {
      case META -> List.of(meta(inspection.metas().get((int) info.id())));
      case FREELIST -> freelist(info.id());
      case BRANCH, LEAF -> tree(info.id());
      case FREE -> List.of("free: " + info.pages() + " pages");
      case PENDING -> List.of("pending: " + info.pages() + " pages");
      case LOST -> List.of("lost: " + info.pages() + " pages");
    };
  }

  private static String meta(MetaInfo meta) {
    if (!meta.problem().isEmpty()) {
      return "invalid: " + meta.problem();
    }
    return "transaction "
        + meta.transaction()
        + ", page size "
        + meta.pageSizeBytes()
        + ", root page "
        + meta.rootPage()
        + ", freelist "
        + (meta.freelistPage() == Layouts.NO_FREELIST
            ? "not persisted"
            : "page " + meta.freelistPage())
        + ", high-water page "
        + meta.highWaterPage()
        + ", checksum "
        + Long.toHexString(meta.checksum());
  }

  private List<String> freelist(long id) {
    List<String> lines = new ArrayList<>();
    FreelistPage.read(pages, id)
        .forEach(
            (start, length) ->
                lines.add(
                    length == 1
                        ? "page " + start
                        : "pages " + start + " to " + (start + length - 1)));
    return lines;
  }

  private List<String> tree(long id) {
    List<String> lines = new ArrayList<>();
    PageView view = new PageView();
    try {
      pages.treePage(id, view);
      for (int i = 0; i < view.count(); i++) {
        lines.add(i + ": " + element(view, i));
      }
    } catch (CorruptPageException damaged) {
      lines.add(String.valueOf(damaged.getMessage()));
    }
    return lines;
  }

  private static String element(PageView view, int index) {
    String key = Keys.show(view.key(index));
    if (!view.leaf()) {
      return key + " -> page " + view.child(index);
    }
    if (!view.isBucket(index)) {
      return key + " = " + view.valueLength(index) + " bytes";
    }
    long root = Layouts.getU64(view.segment(), view.valueOffset(index));
    long sequence = Layouts.getU64(view.segment(), view.valueOffset(index) + Long.BYTES);
    String place = root == 0 ? "inline" : "root page " + root;
    return key + " = bucket, " + place + ", sequence " + Long.toUnsignedString(sequence);
  }
}
