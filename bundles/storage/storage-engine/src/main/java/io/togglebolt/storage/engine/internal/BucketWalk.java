package io.togglebolt.storage.engine.internal;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Walks a bucket and those below it, as its transaction sees them now. The way is kept here and not
 * on the thread's stack, since buckets nest deep.
 */
final class BucketWalk {
  /** A bucket on the way, and where among its entries the walk is. */
  private static final class Level {
    private final EngineBucket bucket;
    private final Path entries;
    private boolean begun;

    Level(EngineBucket bucket, WalkGuard guard) {
      this.bucket = bucket;
      entries = new Path(bucket, guard);
    }

    /** The next bucket in this one; null when there is none left. */
    @Nullable EngineBucket next() {
      while (begun ? entries.next() : entries.first()) {
        begun = true;
        if (entries.leaf().isBucket()) {
          return bucket.subBuckets().at(entries.leaf());
        }
      }
      return null;
    }
  }

  private final ArrayDeque<Level> way = new ArrayDeque<>();

  private final WalkGuard guard;

  private BucketWalk(EngineBucket top) {
    guard = new WalkGuard(top.pages());
    way.addLast(new Level(top, guard));
  }

  /**
   * Goes one bucket down and returns null; where no bucket is left, goes back up and returns the
   * one that it leaves.
   */
  private @Nullable EngineBucket step() {
    Level level = way.getLast();
    EngineBucket below = level.next();
    if (below == null) {
      way.removeLast();
      return level.bucket;
    }
    way.addLast(new Level(below, guard));
    return null;
  }

  /** How many levels of buckets are below a bucket; stops counting at a limit. */
  static int levelsBelow(EngineBucket top, int limit) {
    BucketWalk walk = new BucketWalk(top);
    int levels = 0;
    while (levels < limit && !walk.way.isEmpty()) {
      walk.step();
      levels = Math.max(levels, walk.way.size() - 1);
    }
    return levels;
  }

  /**
   * Frees every page of a bucket and of those below. These are found in the present entries, since
   * one that was deleted before has freed its pages.
   */
  static void free(EngineBucket top) {
    BucketWalk walk = new BucketWalk(top);
    WalkGuard freed = new WalkGuard(top.pages());
    while (!walk.way.isEmpty()) {
      EngineBucket left = walk.step();
      if (left != null) {
        left.freeOwnPages(freed);
      }
    }
  }
}
