package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.Bucket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a write transaction write pages anew, though nothing in them changes: their nodes, with
 * those above them, are taken into memory, and the commit gives each node in memory another place.
 */
final class PageMover {
  /** The way from a bucket's root to a page of it. */
  private record Way(EngineBucket bucket, List<Integer> indexes) {}

  private final WriteTransaction transaction;
  private final Set<Long> moved = new HashSet<>();
  private long pages;

  PageMover(WriteTransaction transaction) {
    this.transaction = transaction;
  }

  /** How many pages the commit writes because of this. */
  long pages() {
    return pages;
  }

  /** Takes a page up, unless it is not where it was any more. */
  void move(TailSurvey.Located located) {
    List<Way> ways = new ArrayList<>();
    List<Long> passed = new ArrayList<>();
    if (!moved.contains(located.page()) && find(located, ways, passed)) {
      ways.forEach(PageMover::load);
      for (long page : passed) {
        if (moved.add(page)) {
          pages += transaction.pages().runLength(page);
        }
      }
    }
  }

  /** Finds the way through all buckets, whose entries change as their root pages move. */
  private boolean find(TailSurvey.Located located, List<Way> ways, List<Long> passed) {
    EngineBucket bucket = transaction.rootBucket();
    for (byte[] name : located.bucket()) {
      Way toEntry = way(bucket, name, -1, passed);
      Bucket child = toEntry == null ? null : bucket.bucket(name);
      if (toEntry == null || child == null) {
        return false;
      }
      ways.add(toEntry);
      bucket = (EngineBucket) child;
    }
    Way toPage = way(bucket, located.key(), located.page(), passed);
    if (toPage == null) {
      return false;
    }
    ways.add(toPage);
    return true;
  }

  /**
   * The way to a page, or with -1 to the key's leaf; null when the page is not on the key's way.
   * Nothing has changed in this transaction, so the committed pages are all there is to look at.
   */
  private @Nullable Way way(EngineBucket bucket, byte[] key, long target, List<Long> passed) {
    Pages committed = transaction.pages();
    PageView view = new PageView();
    List<Integer> indexes = new ArrayList<>();
    long page = bucket.rootPage();
    // A bucket that has become inline has no page of its own.
    while (page != 0 && indexes.size() <= Path.MAX_DEPTH) {
      committed.treePage(page, view);
      passed.add(page);
      if (page == target || view.leaf()) {
        return page == target || target < 0 ? new Way(bucket, indexes) : null;
      }
      int index = new KeySearch().lowerBound(view, key);
      if (index > 0 && (index == view.count() || view.compareKey(index, key) != 0)) {
        index--;
      }
      if (view.count() == 0) {
        throw committed.corrupt(page, "found a branch page without elements");
      }
      indexes.add(index);
      page = view.child(index);
    }
    return null;
  }

  private static void load(Way way) {
    BucketTree tree = way.bucket.tree();
    Node node = tree.rootNode();
    for (int index : way.indexes) {
      node = tree.childNode(node, index);
    }
  }
}
