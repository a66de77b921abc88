package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import io.togglebolt.storage.StorageException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Copies all that is readable below a page. Whatever is damaged is told and passed over; its
 * siblings are read.
 */
final class SalvageWalk {
  /** How many pages deep the walk goes, buckets included: it takes some stack for each. */
  private static final int MAX_DEPTH = 1_000;

  private final Pages pages;
  private final RunSet used;
  private final SalvageWriter out;
  private final SalvageLosses losses;
  private int depth;

  /**
   * @param used pages that were read, to which the walk adds
   */
  SalvageWalk(Pages pages, RunSet used, SalvageWriter out, SalvageLosses losses) {
    this.pages = pages;
    this.used = used;
    this.out = out;
    this.losses = losses;
  }

  /** Walks below a page; returns whether that page itself was read. */
  boolean tree(long root) {
    return page(root, 0, null, null, 0);
  }

  /**
   * Walks below a page.
   *
   * @param parent the page that refers to it, 0 when it is a root
   * @param from the least key that belongs there, when that is known
   * @param to the first key that does not, when that is known
   */
  private boolean page(
      long id, long parent, byte @Nullable [] from, byte @Nullable [] to, int level) {
    if (Thread.currentThread().isInterrupted()) {
      throw new StorageException(pages.file() + ": interrupted while salvaging");
    }
    PageView view = new PageView();
    String problem = read(id, view, from, to, level);
    if (problem != null) {
      String referrer = parent == 0 ? "" : "; page " + parent + " refers to it";
      losses.page(id, problem + referrer, range(from, to) + " of " + out.where());
      return false;
    }
    long run = pages.runLength(id);
    used.add(id, run);
    HeapLimits.requireRoomForRuns(pages.file(), used.runs(), HeapLimits.maxRuns());
    depth++;
    if (view.leaf()) {
      leaf("page " + id, id, view);
    } else {
      branch(id, view, to, level);
    }
    depth--;
    return true;
  }

  /** Why the page is not read, or null when the view shows it. */
  private @Nullable String read(
      long id, PageView view, byte @Nullable [] from, byte @Nullable [] to, int level) {
    try {
      pages.treePage(id, view);
    } catch (CorruptPageException damaged) {
      return problem(damaged);
    }
    if (used.touches(id, pages.runLength(id))) {
      return "is referred to more than once; it is read the first time only";
    }
    if (level > Path.MAX_DEPTH || depth == MAX_DEPTH) {
      return "is too deep: " + depth + " pages are above it";
    }
    return fits(view, from, to) ? null : "holds keys that belong elsewhere";
  }

  private static String range(byte @Nullable [] from, byte @Nullable [] to) {
    if (from == null && to == null) {
      return "all";
    }
    return "the keys"
        + (from == null ? "" : " from " + Keys.show(from))
        + (to == null ? " on" : (from == null ? " before " : " to before ") + Keys.show(to));
  }

  private String problem(CorruptPageException damaged) {
    String message = String.valueOf(damaged.getMessage());
    String prefix = pages.file() + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  /**
   * Whether the page is the one that was there when the branch above was written. One end of its
   * keys may be damaged, so one that is in range is enough.
   */
  private static boolean fits(PageView view, byte @Nullable [] from, byte @Nullable [] to) {
    return view.count() == 0
        || isBetween(key(view, 0), from, to)
        || isBetween(key(view, view.count() - 1), from, to);
  }

  private static boolean isBetween(
      byte @Nullable [] key, byte @Nullable [] from, byte @Nullable [] to) {
    return key != null
        && (from == null || Arrays.compareUnsigned(key, from) >= 0)
        && (to == null || Arrays.compareUnsigned(key, to) < 0);
  }

  /** An element's key, or null when it is damaged. */
  private static byte @Nullable [] key(PageView view, int index) {
    try {
      return view.key(index);
    } catch (CorruptPageException damaged) {
      // The caller goes on without it, and what is lost by that is told there.
      return null;
    }
  }

  private void branch(long id, PageView view, byte @Nullable [] to, int level) {
    for (int i = 0; i < view.count(); i++) {
      byte[] from = key(view, i);
      byte[] end = i + 1 < view.count() ? key(view, i + 1) : to;
      if (from == null || end != null && Arrays.compareUnsigned(from, end) >= 0) {
        losses.unsure(id, "element " + i + " has a damaged key; what it leads to is read anyhow");
        from = null;
        end = null;
      }
      page(view.child(i), id, from, end, level + 1);
    }
  }

  private void leaf(String where, long id, PageView view) {
    long left = view.bytes();
    byte[] before = null;
    for (int i = 0; i < view.count(); i++) {
      String element = where + " element " + i;
      try {
        byte[] key = view.key(i);
        left -= view.keyLength(i) + view.valueLength(i);
        if (left < 0) {
          losses.key(element, "and those after it overlap: they take more bytes than the page has");
          return;
        }
        if (view.overlapsNext(i)) {
          losses.key(element + " key " + Keys.show(key), "its size is damaged");
          continue;
        }
        boolean disordered = before != null && Arrays.compareUnsigned(before, key) >= 0;
        before = key;
        entry(element, id, view, i, key, disordered);
      } catch (CorruptPageException damaged) {
        losses.key(element, problem(damaged));
      }
    }
  }

  private void entry(
      String element, long id, PageView view, int index, byte[] key, boolean disordered) {
    String name = element + " key " + Keys.show(key);
    if (disordered) {
      if (out.has(key)) {
        losses.key(name, "is there twice; the first is kept");
        return;
      }
      losses.unsure(id, "key " + Keys.show(key) + " is out of order; it may be damaged");
    }
    long offset = view.valueOffset(index);
    int size = view.valueLength(index);
    if (view.isBucket(index)) {
      bucket(element + " bucket " + Keys.show(key), id, key, view.segment().asSlice(offset, size));
    } else if (!HeapLimits.hasRoom(size)) {
      losses.key(name, "its " + size + " bytes do not fit this heap; a larger -Xmx saves it");
    } else {
      String refused = out.put(key, view.value(index));
      if (refused != null) {
        losses.key(name, refused);
      }
    }
  }

  private void bucket(String where, long id, byte[] name, MemorySegment value) {
    String problem = BucketHeader.problem(value);
    if (problem != null) {
      losses.bucket(where, problem);
      return;
    }
    String refused = out.enter(name, Layouts.getU64(value, Long.BYTES));
    if (refused != null) {
      losses.bucket(where, refused);
      return;
    }
    long root = Layouts.getU64(value, 0);
    if (root == 0) {
      inline(where, id, value.asSlice(Layouts.BUCKET_HEADER));
    } else if (!page(root, id, null, null, 0)) {
      losses.bucket(where, "its root page " + Long.toUnsignedString(root) + " could not be read");
    }
    out.leave();
  }

  private void inline(String where, long id, MemorySegment page) {
    PageView view = new PageView();
    try {
      pages.inlinePage(page, 0, page.byteSize(), view);
    } catch (CorruptPageException damaged) {
      losses.bucket(where, problem(damaged));
      return;
    }
    if (depth < MAX_DEPTH) {
      depth++;
      leaf(where, id, view);
      depth--;
    }
  }
}
