package io.togglebolt.storage.engine.internal;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Finds the tree pages that lie near the file's end, and for each a way to it that stays true while
 * others write: the bucket it belongs to and a key that leads through it.
 */
final class TailSurvey {
  /**
   * A tree page.
   *
   * @param page its first page
   * @param run how many pages it takes
   * @param bucket the names of the buckets that lead to its own, from the root on
   * @param key a key that leads through it
   */
  record Located(long page, long run, List<byte[]> bucket, byte[] key) {
    /** About how much of the heap it takes: names that it shares with others are counted too. */
    long bytes() {
      long bytes = BYTES_APART + key.length;
      for (byte[] name : bucket) {
        bytes += BYTES_APART + name.length;
      }
      return bytes;
    }
  }

  /** What an object takes beside its bytes, with the reference to it. */
  private static final long BYTES_APART = 64;

  private final Pages pages;
  private final long from;
  private final int most;
  private final long mostBytes;
  private final WalkGuard guard;

  /** Those found so far, the lowest first, so that it makes room for a higher one. */
  private final PriorityQueue<Located> highest =
      new PriorityQueue<>(Comparator.comparingLong(Located::page));

  private long bytes;

  private TailSurvey(Pages pages, long from, int most, long mostBytes) {
    this.pages = pages;
    this.from = from;
    this.most = most;
    this.mostBytes = mostBytes;
    guard = new WalkGuard(pages);
  }

  /**
   * The tree pages that reach beyond page {@code from}, highest first.
   *
   * @param most how many at most
   * @param mostBytes how much of the heap they may take; the highest is found however much it takes
   * @throws InterruptedException when this thread was interrupted before the end
   */
  static List<Located> of(ReadTransaction reader, long from, int most, long mostBytes)
      throws InterruptedException {
    TailSurvey survey = new TailSurvey(reader.pages(), from, most, mostBytes);
    survey.tree(reader.base().root(), List.of(), 0);
    List<Located> found = new ArrayList<>(survey.highest);
    found.sort(Comparator.comparingLong(Located::page).reversed());
    return found;
  }

  private void tree(long page, List<byte[]> bucket, int level) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while surveying the file's end");
    }
    if (level > Path.MAX_DEPTH || bucket.size() > EngineBucket.MAX_NESTING) {
      throw pages.corrupt(page, "found too many levels above it: the tree is a circle");
    }
    PageView view = new PageView();
    pages.treePage(page, view);
    guard.visit(page);
    note(page, view, bucket);
    for (int i = 0; i < view.count(); i++) {
      if (!view.leaf()) {
        tree(view.child(i), bucket, level + 1);
      } else if (view.isBucket(i)) {
        bucket(view, i, bucket);
      }
    }
  }

  private void bucket(PageView view, int index, List<byte[]> parent) throws InterruptedException {
    MemorySegment value = view.segment().asSlice(view.valueOffset(index), view.valueLength(index));
    long root = BucketHeader.read(value, pages, 0).root();
    if (root != 0) {
      List<byte[]> path = new ArrayList<>(parent);
      path.add(view.key(index));
      tree(root, List.copyOf(path), 0);
    }
  }

  /** What is lower than all found so far is let go at once, without a copy of its key. */
  private boolean isFull() {
    return highest.size() == most || bytes >= mostBytes;
  }

  private void note(long page, PageView view, List<byte[]> bucket) {
    long run = pages.runLength(page);
    Located lowest = highest.peek();
    if (page + run <= from || (lowest != null && page < lowest.page && isFull())) {
      return;
    }
    Located found = new Located(page, run, bucket, view.count() == 0 ? new byte[0] : view.key(0));
    highest.add(found);
    bytes += found.bytes();
    while (highest.size() > most || (bytes > mostBytes && highest.size() > 1)) {
      bytes -= highest.remove().bytes();
    }
  }
}
