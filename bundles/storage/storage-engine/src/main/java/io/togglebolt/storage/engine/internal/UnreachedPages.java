package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Pages that look like sound tree pages, carry their own id, were not reached and are not known to
 * be free. Those that no other of them refers to come first, so that what belongs together stays
 * together.
 */
final class UnreachedPages {
  /**
   * After so many bytes without a page that carries its own id there is most likely nothing but a
   * hole, which in a sparse file can be longer than anybody would wait for: each page of it costs
   * some microseconds. Values, whose overflow pages carry no id, end after 2 GiB.
   */
  static final long BARREN_BYTES = 1L << 34;

  private final Pages pages;
  private final RunSet used;
  private final PageBits sound = new PageBits();
  private final PageBits referred = new PageBits();

  private final long end;

  /** Looks at all pages that are neither used nor free, up to a hole without end. */
  UnreachedPages(Pages pages, RunSet used, RunSet free) {
    this(pages, used, free, BARREN_BYTES / pages.pageSize());
  }

  /** The same; a hole without end is one of so many pages. */
  UnreachedPages(Pages pages, RunSet used, RunSet free, long barrenPages) {
    this.pages = pages;
    this.used = used;
    PageView view = new PageView();
    long id = 2;
    long barren = 0;
    while (id < pages.highWater() && barren < barrenPages) {
      long[] known = used.runAt(id);
      known = known != null ? known : free.runAt(id);
      if (known != null) {
        id = known[0] + known[1];
        barren = 0;
        continue;
      }
      // Asked for first, since most pages fail here and an exception for each would take long.
      if (Layouts.getU64(pages.mapped(), id * pages.pageSize()) != id) {
        barren++;
      } else {
        barren = 0;
        if (isSound(id, view)) {
          sound.add(id);
          refer(view);
          HeapLimits.requireRoomForPages(pages.file(), sound.bytes() + referred.bytes());
        }
      }
      id++;
    }
    end = id;
  }

  /** The first page that was not looked at; the high-water mark unless there was a hole. */
  long end() {
    return end;
  }

  private boolean isSound(long id, PageView view) {
    try {
      pages.treePage(id, view);
      if (view.count() == 0 || used.touches(id, pages.runLength(id))) {
        return false;
      }
      view.requireApart();
      byte[] before = view.key(0);
      for (int i = 1; i < view.count(); i++) {
        byte[] key = view.key(i);
        if (Arrays.compareUnsigned(before, key) >= 0) {
          return false;
        }
        before = key;
      }
      return before.length > 0;
    } catch (CorruptPageException notSound) {
      // Most pages that are looked at are none; that is no damage.
      return false;
    }
  }

  private void refer(PageView view) {
    for (int i = 0; i < view.count(); i++) {
      if (!view.leaf()) {
        refer(view.child(i));
      } else if (view.isBucket(i) && view.valueLength(i) >= Layouts.BUCKET_HEADER) {
        refer(Layouts.getU64(view.segment(), view.valueOffset(i)));
      }
    }
  }

  private void refer(long page) {
    if (page >= 2 && page < pages.highWater()) {
      referred.add(page);
    }
  }

  /** Visits the first page of each group; what the visitor reads is not visited again. */
  void forEach(LongConsumer visitor) {
    visit(visitor, true);
    visit(visitor, false);
  }

  private void visit(LongConsumer visitor, boolean tops) {
    for (long id = sound.ceiling(0); id >= 0; id = sound.ceiling(id + 1)) {
      if (!(tops && referred.contains(id)) && !used.touches(id, 1)) {
        visitor.accept(id);
      }
    }
  }
}
