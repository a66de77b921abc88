package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
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

  /** A page on the way from the root to where the walk is. It keeps no bytes of the file. */
  private static final class Frame {
    private final PageView view = new PageView();
    private final long id;
    private final int level;
    private final int nesting;

    /** The branch above in the same tree, and the element there; null for a root. */
    private final @Nullable Frame parent;

    private final int at;

    /** The next element to look at. */
    private int next;

    private boolean disordered;

    Frame(long id, int level, int nesting, @Nullable Frame parent, int at) {
      this.id = id;
      this.level = level;
      this.nesting = nesting;
      this.parent = parent;
      this.at = at;
    }

    /** The key that those of this page must not be below, or null. */
    byte @Nullable [] from() {
      return parent == null ? null : parent.view.key(at);
    }

    /** The key that those of this page must be below, or null. */
    byte @Nullable [] to() {
      Frame above = parent;
      int element = at;
      while (above != null && element + 1 == above.view.count()) {
        element = above.at;
        above = above.parent;
      }
      return above == null ? null : above.view.key(element + 1);
    }
  }

  private final Pages pages;
  private final Visitor visitor;

  /** Kept here and not on the thread's stack, whose size no file must exhaust. */
  private final ArrayDeque<Frame> way = new ArrayDeque<>();

  TreeWalk(Pages pages, Visitor visitor) {
    this.pages = pages;
    this.visitor = visitor;
  }

  void walk(long root) {
    enter(new Frame(root, 0, 0, null, 0));
    while (!way.isEmpty()) {
      Frame frame = way.getLast();
      try {
        if (frame.next == frame.view.count()) {
          // Each of its entries was found inside the page by now.
          frame.view.requireApart();
          way.removeLast();
        } else {
          element(frame, frame.next++);
        }
      } catch (CorruptPageException damaged) {
        visitor.problem(frame.id, withoutFile(damaged));
        way.removeLast();
      }
    }
  }

  private void enter(Frame frame) {
    if (frame.level > Path.MAX_DEPTH) {
      visitor.problem(
          frame.id, "is more than " + Path.MAX_DEPTH + " levels deep: the tree is a circle");
      return;
    }
    try {
      pages.treePage(frame.id, frame.view);
      if (frame.parent != null && frame.view.count() == 0) {
        visitor.problem(frame.id, "is empty, expected elements in all pages but a root");
      }
      if (visitor.page(frame.id, pages.runLength(frame.id), frame.view)) {
        way.addLast(frame);
      }
    } catch (CorruptPageException damaged) {
      visitor.problem(frame.id, withoutFile(damaged));
    }
  }

  private String withoutFile(CorruptPageException damaged) {
    String message = String.valueOf(damaged.getMessage());
    String prefix = pages.file() + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  private void element(Frame frame, int index) {
    PageView view = frame.view;
    byte[] key = view.key(index);
    byte[] before = index == 0 ? null : view.key(index - 1);
    frame.disordered |= before != null && Arrays.compareUnsigned(before, key) >= 0;
    // In a page whose keys ascend its first and its last key speak for all.
    byte[] from = index == 0 || frame.disordered ? frame.from() : null;
    byte[] to = index == view.count() - 1 || frame.disordered ? frame.to() : null;
    checkOrder(frame.id, index, key, before, from, to);
    checkPlace(frame.id, view, index);
    if (!view.leaf()) {
      enter(new Frame(view.child(index), frame.level + 1, frame.nesting, frame, index));
    } else if (view.isBucket(index)) {
      bucket(frame, key, view.segment().asSlice(view.valueOffset(index), view.valueLength(index)));
    } else {
      view.valueLength(index);
      if (frame.nesting == 0) {
        visitor.problem(
            frame.id,
            "element " + index + " of the root holds a plain value, expected buckets only");
      }
    }
  }

  /** A wrong size or place shows as a gap or an overlap, even where the keys still ascend. */
  private void checkPlace(long id, PageView view, int index) {
    if (!view.meetsNext(index)) {
      visitor.problem(id, "element " + index + " does not end where the next one begins");
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
      misplaced(id, index, key, "is not above the one before it");
    }
    if (from != null && Arrays.compareUnsigned(key, from) < 0) {
      misplaced(id, index, key, "is below its branch's " + Keys.show(from));
    }
    if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
      misplaced(id, index, key, "is not below the next branch's " + Keys.show(to));
    }
  }

  private void misplaced(long id, int index, byte[] key, String how) {
    visitor.problem(id, "element " + index + ": key " + Keys.show(key) + " " + how);
  }

  private void bucket(Frame frame, byte[] name, MemorySegment value) {
    String problem = BucketHeader.problem(value);
    if (problem != null) {
      visitor.problem(frame.id, "bucket " + Keys.show(name) + " " + problem);
      return;
    }
    long root = Layouts.getU64(value, 0);
    if (root != 0) {
      // Levels are counted within one tree, and buckets apart from them.
      if (frame.nesting == EngineBucket.MAX_NESTING) {
        visitor.problem(
            frame.id,
            "bucket " + Keys.show(name) + " is nested more than " + frame.nesting + " deep");
        return;
      }
      enter(new Frame(root, 0, frame.nesting + 1, null, 0));
      return;
    }
    MemorySegment inline = value.asSlice(Layouts.BUCKET_HEADER);
    PageView view = new PageView();
    pages.inlinePage(inline, 0, inline.byteSize(), view);
    view.requireApart();
    byte[] before = null;
    for (int i = 0; i < view.count(); i++) {
      byte[] key = view.key(i);
      view.valueLength(i);
      checkOrder(frame.id, i, key, before, null, null);
      checkPlace(frame.id, view, i);
      if (view.isBucket(i)) {
        visitor.problem(frame.id, "inline bucket " + Keys.show(name) + " holds a bucket");
      }
      before = key;
    }
  }
}
