package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Visits every page that can be reached from a meta's root, nested buckets included, and checks on
 * the way that keys ascend within a page and stay between the separators above it. Damage below a
 * page ends the walk below that page only.
 */
final class TreeWalk {
  /** Hears of pages and of problems. */
  interface Visitor {
    /** A page run that belongs to the tree. Returns whether to go on below it. */
    boolean page(long id, long run, PageView view);

    /** Something is wrong at a page. */
    void problem(long page, String message);
  }

  private final Pages pages;
  private final Visitor visitor;

  /** How many buckets the walk is inside of. */
  private int nesting;

  TreeWalk(Pages pages, Visitor visitor) {
    this.pages = pages;
    this.visitor = visitor;
  }

  void walk(long root) {
    page(root, null, null, 0);
  }

  private void page(long id, byte @Nullable [] from, byte @Nullable [] to, int level) {
    PageView view = new PageView();
    try {
      if (level > Path.MAX_DEPTH) {
        visitor.problem(
            id, "is more than " + Path.MAX_DEPTH + " levels deep: the tree is a circle");
        return;
      }
      pages.treePage(id, view);
      if (visitor.page(id, pages.runLength(id), view)) {
        elements(id, view, from, to, level);
      }
    } catch (CorruptPageException damaged) {
      visitor.problem(id, withoutFile(damaged));
    }
  }

  private String withoutFile(CorruptPageException damaged) {
    String message = String.valueOf(damaged.getMessage());
    String prefix = pages.file() + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  private void elements(
      long id, PageView view, byte @Nullable [] from, byte @Nullable [] to, int level) {
    byte[] before = null;
    for (int i = 0; i < view.count(); i++) {
      byte[] key = view.key(i);
      checkOrder(id, i, key, before, from, to);
      if (!view.leaf()) {
        byte[] end = i + 1 < view.count() ? view.key(i + 1) : to;
        page(view.child(i), key, end, level + 1);
      } else if (view.isBucket(i)) {
        bucket(id, key, view.segment().asSlice(view.valueOffset(i), view.valueLength(i)));
      }
      before = key;
    }
  }

  private void checkOrder(
      long id,
      int index,
      byte[] key,
      byte @Nullable [] before,
      byte @Nullable [] from,
      byte @Nullable [] to) {
    if (key.length == 0) {
      visitor.problem(id, "element " + index + " has an empty key");
    }
    if (before != null && Arrays.compareUnsigned(before, key) >= 0) {
      visitor.problem(
          id, "element " + index + ": key " + Keys.show(key) + " is not above the one before it");
    }
    if (from != null && Arrays.compareUnsigned(key, from) < 0) {
      visitor.problem(
          id,
          "element "
              + index
              + ": key "
              + Keys.show(key)
              + " is below its branch's "
              + Keys.show(from));
    }
    if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
      visitor.problem(
          id,
          "element "
              + index
              + ": key "
              + Keys.show(key)
              + " is not below the next branch's "
              + Keys.show(to));
    }
  }

  private void bucket(long id, byte[] name, MemorySegment value) {
    if (value.byteSize() < Layouts.BUCKET_HEADER) {
      visitor.problem(
          id,
          "bucket "
              + Keys.show(name)
              + " has a header of "
              + value.byteSize()
              + " bytes, expected 16");
      return;
    }
    long root = Layouts.getU64(value, 0);
    if (root != 0) {
      // Levels are counted within one tree, and buckets apart from them.
      if (nesting == EngineBucket.MAX_NESTING) {
        visitor.problem(
            id, "bucket " + Keys.show(name) + " is nested more than " + nesting + " deep");
        return;
      }
      nesting++;
      page(root, null, null, 0);
      nesting--;
      return;
    }
    MemorySegment inline = value.asSlice(Layouts.BUCKET_HEADER);
    PageView view = new PageView();
    pages.inlinePage(inline, 0, inline.byteSize(), view);
    byte[] before = null;
    for (int i = 0; i < view.count(); i++) {
      byte[] key = view.key(i);
      view.valueLength(i);
      checkOrder(id, i, key, before, null, null);
      if (view.isBucket(i)) {
        visitor.problem(id, "inline bucket " + Keys.show(name) + " holds a bucket");
      }
      before = key;
    }
  }
}
