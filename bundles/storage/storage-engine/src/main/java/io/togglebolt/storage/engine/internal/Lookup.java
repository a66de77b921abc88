package io.togglebolt.storage.engine.internal;

/**
 * Finds single keys. Unlike a {@link Path} it remembers nothing of the way there, so that one
 * object serves all buckets of a transaction and finding allocates nothing.
 */
final class Lookup {
  private final Step step = new Step();
  private final KeySearch search = new KeySearch();

  /** Whether the bucket has an entry of that key; then {@link #entry()} stands at it. */
  boolean find(EngineBucket bucket, byte[] key) {
    search.reset();
    BucketTree tree = bucket.tree();
    long page = tree.rootPage();
    for (int level = 0; level < Path.MAX_DEPTH; level++) {
      step.point(tree, page);
      if (level > 0 && step.isEmptyPage()) {
        throw Path.emptyPage(tree.pages(), page);
      }
      boolean there = step.search(search, key);
      if (step.leaf()) {
        return there;
      }
      if (step.count() == 0) {
        throw Path.emptyBranch(tree);
      }
      step.turnDown(search, there);
      page = step.child();
    }
    throw Path.circle(tree.pages(), page);
  }

  /** The entry that was found. Valid until the next search. */
  Step entry() {
    return step;
  }
}
