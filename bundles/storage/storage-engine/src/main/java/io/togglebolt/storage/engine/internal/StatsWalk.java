package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.BucketStats;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Counts what {@link BucketStats} holds, by bbolt's rules: used bytes end where the last element's
 * data ends, and a bucket's depth is that of its own tree plus that of the deepest bucket in it.
 */
final class StatsWalk {
  private final Pages pages;
  private final int nesting;
  private final WalkGuard guard;
  private long branchPages;
  private long branchOverflow;
  private long leafPages;
  private long leafOverflow;
  private long keys;
  private long ownDepth;
  private long depthBelow;
  private long branchUsed;
  private long leafUsed;
  private long buckets = 1;
  private long inlineBuckets;
  private long inlineUsed;

  private StatsWalk(Pages pages, int nesting, WalkGuard guard) {
    this.pages = pages;
    this.nesting = nesting;
    this.guard = guard;
  }

  /** The figures of the bucket with that root, or with that inline page. */
  static BucketStats of(Pages pages, long root, @Nullable MemorySegment inline) {
    StatsWalk walk = new StatsWalk(pages, 0, new WalkGuard(pages));
    walk.bucket(root, inline);
    return walk.stats();
  }

  private void bucket(long root, @Nullable MemorySegment inline) {
    if (nesting > EngineBucket.MAX_NESTING) {
      throw pages.corrupt(
          root, "found buckets nested more than " + EngineBucket.MAX_NESTING + " deep");
    }
    if (root == 0 && inline != null) {
      inlineBuckets++;
      PageView view = new PageView();
      pages.inlinePage(inline, 0, inline.byteSize(), view);
      keys += view.count();
      inlineUsed += usedBytes(view);
      ownDepth = 1;
    } else {
      page(root, 0);
    }
  }

  private void page(long id, int level) {
    if (level > Path.MAX_DEPTH) {
      throw Path.circle(pages, id);
    }
    PageView view = new PageView();
    pages.treePage(id, view);
    guard.visit(id);
    ownDepth = Math.max(ownDepth, level + 1);
    long overflow = pages.runLength(id) - 1;
    if (view.leaf()) {
      leafPages++;
      leafOverflow += overflow;
      leafUsed += usedBytes(view);
      keys += view.count();
    } else {
      branchPages++;
      branchOverflow += overflow;
      branchUsed += usedBytes(view);
    }
    for (int i = 0; i < view.count(); i++) {
      if (!view.leaf()) {
        page(view.child(i), level + 1);
      } else if (view.isBucket(i)) {
        bucketIn(view.segment().asSlice(view.valueOffset(i), view.valueLength(i)), id);
      }
    }
  }

  private void bucketIn(MemorySegment value, long page) {
    BucketHeader header = BucketHeader.read(value, pages, page);
    StatsWalk below = new StatsWalk(pages, nesting + 1, guard);
    below.bucket(header.root(), header.inline());
    add(below);
  }

  private void add(StatsWalk below) {
    branchPages += below.branchPages;
    branchOverflow += below.branchOverflow;
    leafPages += below.leafPages;
    leafOverflow += below.leafOverflow;
    keys += below.keys;
    depthBelow = Math.max(depthBelow, below.ownDepth + below.depthBelow);
    branchUsed += below.branchUsed;
    leafUsed += below.leafUsed;
    buckets += below.buckets;
    inlineBuckets += below.inlineBuckets;
    inlineUsed += below.inlineUsed;
  }

  private static long usedBytes(PageView view) {
    if (view.count() == 0) {
      return Layouts.PAGE_HEADER;
    }
    int last = view.count() - 1;
    long end = view.keyOffset(last) + view.keyLength(last);
    return end + (view.leaf() ? view.valueLength(last) : 0) - view.base();
  }

  private BucketStats stats() {
    return new BucketStats(
        branchPages,
        branchOverflow,
        leafPages,
        leafOverflow,
        keys,
        ownDepth + depthBelow,
        (branchPages + branchOverflow) * pages.pageSize(),
        branchUsed,
        (leafPages + leafOverflow) * pages.pageSize(),
        leafUsed,
        buckets,
        inlineBuckets,
        inlineUsed);
  }
}
