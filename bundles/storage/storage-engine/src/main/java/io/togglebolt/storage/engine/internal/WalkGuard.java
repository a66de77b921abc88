package io.togglebolt.storage.engine.internal;

import io.togglebolt.storage.CorruptPageException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a walk over a whole tree demands of it, so that its work is bounded by the file's size. A
 * few dozen pages of a damaged file, each of which is referred to twice, have more ways through
 * them than any walk ever ends; a limit of the depth does not help against that. One walk has one
 * guard, also for the buckets in buckets.
 */
final class WalkGuard {
  private final Pages pages;
  private final PageBits visited = new PageBits();

  WalkGuard(Pages pages) {
    this.pages = pages;
  }

  /**
   * The walk is at a page of the file.
   *
   * @throws CorruptPageException when it was there before
   */
  void visit(long page) {
    if (!visited.add(page)) {
      throw pages.corrupt(page, "found two references to it");
    }
  }

  /**
   * The same for a walk that sees entries and not pages: a page that stands in two places of a
   * bucket shows in keys that do not ascend.
   *
   * @throws CorruptPageException when a key is not above the one before it
   */
  static void requireAbove(EngineBucket bucket, byte @Nullable [] before, byte[] key) {
    if (before != null && Arrays.compareUnsigned(before, key) >= 0) {
      throw bucket
          .pages()
          .corrupt(
              bucket.rootPage(),
              "found the key "
                  + Keys.show(key)
                  + " after "
                  + Keys.show(before)
                  + " in the bucket that begins here, expected keys in order");
    }
  }

  /** A bucket whose root is a page of its own; one inside its entry cannot stand twice. */
  void visitRoot(EngineBucket bucket) {
    if (bucket.rootPage() != 0) {
      visit(bucket.rootPage());
    }
  }
}
